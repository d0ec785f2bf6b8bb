import type { Code, Nodes, PhrasingContent, RootContent } from 'mdast';
import { code, element, joined, link, text } from './element.ts';
import type { Page } from './page.ts';
import { showOutline } from './show-step.ts';
import { checks, dayName, metChecks, targetName, took } from './words.ts';

/** What stands below the title: when the page was verified, what it takes, how to run it, its steps. */
export function showHead(page: Page): readonly RootContent[] {
  const card = element('section', { className: 'rb-card', ariaLabel: 'About this runbook' }, [
    verified(page),
    ...facts(page),
    runCommand(page),
  ]);
  return [card, showOutline(page) as RootContent];
}

function verified(page: Page): RootContent {
  const { record } = page;
  if (!record) {
    return element('p', { className: 'rb-verified rb-unknown' }, [
      element('strong', {}, [text('Not verified yet')]),
      text(': no run of this page has been recorded.'),
    ]);
  }
  const { verified, target, blocks, job } = record;
  const day = element('time', { dateTime: verified }, [text(dayName(verified))]);
  const { name, sign, words } = verdictOf(page);
  const met = metChecks(blocks);
  return element('p', { className: `rb-verified rb-${name}` }, [
    element('span', { ariaHidden: 'true' }, [text(`${sign} `)]),
    element('strong', {}, [text(`${words} `), day]),
    text(` on ${[targetName(target), ...versions(target)].join(' · ')}`),
    ...(met === 0 ? [] : [text(`: ${checks(met)} met`)]),
    ...(job === undefined ? [] : [text(', '), link(job.url, [text('in this job')])]),
    text(remarks[name] === '' ? '.' : `. ${remarks[name]}`),
  ]);
}

type Verdict = { readonly name: keyof typeof remarks; readonly sign: string; readonly words: string };

/** What a reader may take the recorded run for: never for more than it was. */
function verdictOf({ record, drift }: Page): Verdict {
  const simulated = record?.target.simulated === true;
  const isChecked = record !== undefined && metChecks(record.blocks) > 0;
  const words = simulated ? 'Simulated run of' : isChecked ? 'Last verified' : 'Last run';
  if (drift.length > 0) return { name: 'changed', sign: '≠', words };
  if (!isChecked) return { name: 'unchecked', sign: '–', words };
  return simulated ? { name: 'simulated', sign: '≈', words } : { name: 'passed', sign: '✓', words };
}

const remarks = {
  passed: '',
  simulated: 'No cluster was involved.',
  unchecked: 'Nothing on it is checked: its commands only had to succeed.',
  changed: 'The page has changed since.',
} as const;

function versions({ clusters, tools }: NonNullable<Page['record']>['target']): readonly string[] {
  const servers = new Set(Object.values(clusters).map(({ version }) => version.replace(/^v/, '')));
  return [
    ...(servers.size > 0 ? [`Kubernetes ${[...servers].join(' and ')}`] : []),
    // Of some tools it is only known that they were there.
    ...Object.entries(tools).flatMap(([name, version]) => (version === '*' ? [] : [`${name} ${version}`])),
  ];
}

function facts(page: Page): RootContent[] {
  const { record } = page;
  const { clusters } = page.runbook.meta;
  const names = Object.keys(clusters).map((name) => [code(name)]);
  const time = record && [text(`${took(record.seconds)}, as measured in that run`)];
  const needs = needed(page);
  const all = [
    ...(time ? [fact('Time', time)] : []),
    ...(needs.length > 0 ? [fact('Needs', needs)] : []),
    ...(names.length > 0 ? [fact(names.length === 1 ? 'Cluster' : 'Clusters', joined(names, ', '))] : []),
  ];
  return all.length > 0 ? [element('dl', {}, all)] : [];
}

function fact(term: string, said: readonly PhrasingContent[]): RootContent {
  return element('div', {}, [element('dt', {}, [text(term)]), element('dd', {}, said)]);
}

function needed({ runbook: { meta }, named }: Page): PhrasingContent[] {
  const [first] = Object.keys(meta.clusters);
  const tools = Object.entries(meta.tools).map(([name, range]) => [
    text(range === '*' ? name : `${name} ${range.replace(/^>=/, '≥ ')}`),
  ]);
  const objects = meta.needs.map((name) => [code(name)]);
  const where = first === undefined ? [] : [text(' on '), code(first)];
  return joined(
    [
      ...meta.requires.map(named),
      ...tools,
      ...(objects.length > 0 ? [[...joined(objects, ', '), ...where]] : []),
    ],
    ' · ',
  );
}

function runCommand({ slug }: Page): RootContent {
  const value = `npx --no-install runbook exec ${slug}.md`;
  const command = { type: 'code', lang: 'bash', meta: 'title="Run this page"', value } satisfies Code;
  return element('div', { className: 'rb-run' }, [command as Nodes as RootContent]);
}
