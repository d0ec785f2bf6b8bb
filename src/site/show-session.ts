import type { Code, RootContent } from 'mdast';
import type { FrontMatter } from '../engine/model/runbook.ts';
import { quote } from '../engine/shell/quote.ts';
import { element, text } from './element.ts';
import type { Wording } from './wording.ts';

/**
 * The variables that a run sets before the first command, as exports, since commands pasted into a shell need them too.
 * The names of clusters are left for the page's script, which makes fields of them. None when there are no variables.
 */
export function showSession(
  { clusters, env, inputs }: FrontMatter,
  { say }: Wording,
): readonly RootContent[] {
  const asked = inputs.map(({ name, default: usual = '', secret }) => [name, secret ? '' : usual] as const);
  const values = [...Object.entries(clusters), ...Object.entries(env).flatMap(forClusters), ...asked];
  if (values.length === 0) return [];
  const value = values.map(([name, each]) => `export ${name}=${word(each)}`).join('\n');
  const shown = {
    type: 'code',
    lang: 'bash',
    meta: `title="${say('setFirst')}"`,
    value,
  } satisfies Code;
  // What a reader types is kept in the browser: a secret has no place there.
  const open = inputs.filter(({ secret }) => !secret).map(({ name, default: usual = '' }) => [name, usual]);
  const names = { ...clusters, ...Object.fromEntries(open) };
  const fields = Object.keys(names).length > 0 ? { dataRunbookNames: JSON.stringify(names) } : {};
  const own = open.length > 0 ? { dataRunbookInputs: JSON.stringify(open.map(([name]) => name)) } : {};
  return [
    element('section', { className: 'rb-session', ariaLabel: say('variables'), ...fields, ...own }, [
      element('p', {}, [text(say('readsVariables'))]),
      shown,
      ...inputs.flatMap(({ name, prompt }) => (prompt === undefined ? [] : [asks(name, prompt)])),
    ]),
  ];
}

/** What a run asks for. */
function asks(name: string, prompt: string): RootContent {
  return element('p', { className: 'rb-note' }, [text(`$${name}: ${prompt}`)]);
}

function forClusters([name, value]: [string, FrontMatter['env'][string]]): readonly (readonly [
  string,
  string,
])[] {
  const own = typeof value === 'string' ? value : value.cluster;
  return own === undefined ? [] : [[name, own]];
}

/** Quoted only where it has to be, so that it reads well. */
function word(value: string): string {
  return /^[\w.:@/+-]+$/.test(value) ? value : quote(value);
}
