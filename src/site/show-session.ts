import type { Code, RootContent } from 'mdast';
import type { FrontMatter } from '../engine/model/runbook.ts';
import { quote } from '../engine/shell/quote.ts';
import { element, text } from './element.ts';

/**
 * The variables that a run sets before the first command, as exports, since commands pasted into a shell need them too.
 * The names of clusters are left for the page's script, which makes fields of them. None when there are no variables.
 */
export function showSession({ clusters, env }: FrontMatter): readonly RootContent[] {
  const values = [...Object.entries(clusters), ...Object.entries(env).flatMap(forClusters)];
  if (values.length === 0) return [];
  const value = values.map(([name, each]) => `export ${name}=${word(each)}`).join('\n');
  const shown = {
    type: 'code',
    lang: 'bash',
    meta: 'title="Set these first"',
    value,
  } satisfies Code;
  const names = Object.keys(clusters).length > 0 ? { dataRunbookNames: JSON.stringify(clusters) } : {};
  const said = 'The commands below read these variables. Set them in the shell you paste into.';
  return [
    element('section', { className: 'rb-session', ariaLabel: 'Variables', ...names }, [
      element('p', {}, [text(said)]),
      shown,
    ]),
  ];
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
