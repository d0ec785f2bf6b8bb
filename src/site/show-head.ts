import type { Code, Nodes, PhrasingContent, RootContent } from 'mdast';
import type { RunRecord } from '../engine/model/record.ts';
import { metChecks, type Standing } from '../engine/record/standing.ts';
import { badgeNames } from './badges.ts';
import { code, element, joined, link, text } from './element.ts';
import type { Page } from './page.ts';
import { personsMinutes } from './persons-time.ts';
import { showOutline } from './show-step.ts';
import { checks, dayName, targetName, took } from './words.ts';

/** What stands below the title: when the page was verified, what it takes, how to run it, its steps. */
export function showHead(page: Page): readonly RootContent[] {
  const card = element('section', { className: 'rb-card', ariaLabel: 'About this runbook' }, [
    verified(page),
    ...matrix(page),
    ...facts(page),
    runCommand(page),
  ]);
  return [card, showOutline(page) as RootContent];
}

function verified(page: Page): RootContent {
  const { record, standings } = page;
  if (!record) {
    return element('p', { className: 'rb-verified rb-unknown' }, [
      element('strong', {}, [text('Not verified yet')]),
      text(': no run of this page has been recorded.'),
    ]);
  }
  const { verified: day, target, job } = record;
  const shown = standings.find((standing) => standing.record === record);
  const { name, sign, words } = verdictOf(shown?.state ?? 'changed', record);
  const met = shown?.checks ?? 0;
  return element('p', { className: `rb-verified rb-${name}` }, [
    element('span', { ariaHidden: 'true' }, [text(`${sign} `)]),
    element('strong', {}, [text(`${words} `), element('time', { dateTime: day }, [text(dayName(day))])]),
    text(` on ${[nameOf(shown, targetName(target)), ...versions(target)].join(' · ')}`),
    ...(met === 0 ? [] : [text(`: ${checks(met)} met`)]),
    ...(job === undefined ? [] : [text(', '), link(job.url, [text('in this job')])]),
    text(remarks[name] === '' ? '.' : `. ${remarks[name]}`),
    ...badgeLink(page),
  ]);
}

/** What other pages may show of this one. */
function badgeLink({ slug, options: { asset } }: Page): PhrasingContent[] {
  return asset === undefined ? [] : [text(' '), link(asset(`${slug}/${badgeNames.svg}`), [text('Badge')])];
}

const nameOf = (standing: Standing | undefined, target: string): string =>
  standing?.label === undefined ? target : `${standing.label}, ${target}`;

/** Where else the page passed: a row for each record, when there are several. */
function matrix({ standings }: Page): RootContent[] {
  if (standings.length < 2) return [];
  const heads = ['Run on', 'Kubernetes', 'Day', 'Checks met', 'Outcome'];
  const cells = (tag: 'td' | 'th', words: readonly string[]) =>
    element(
      'tr',
      {},
      words.map((word) => element(tag, {}, [text(word)])),
    );
  const rows = standings.map(({ name, state, record, checks: met }) => {
    const kubernetes = new Set(Object.values(record.target.clusters).map(({ version }) => version));
    const { sign, said } = outcomes[state];
    return cells('td', [
      name,
      [...kubernetes].join(', ') || '–',
      dayName(record.verified),
      String(met),
      `${sign} ${said}`,
    ]);
  });
  const table = element('table', { className: 'rb-matrix' }, [
    element('thead', {}, [cells('th', heads)]),
    element('tbody', {}, rows),
  ]);
  return [table];
}

const outcomes: Readonly<Record<Standing['state'], { readonly sign: string; readonly said: string }>> = {
  passed: { sign: '✓', said: 'passed' },
  partly: { sign: '◐', said: 'passed, not all of it run' },
  simulated: { sign: '≈', said: 'passed, simulated' },
  unchecked: { sign: '–', said: 'ran, nothing checked' },
  changed: { sign: '≠', said: 'changed since' },
};

type Verdict = { readonly name: Standing['state']; readonly sign: string; readonly words: string };

/** What a reader may take the recorded run for: never for more than it was. */
function verdictOf(state: Standing['state'], { target, blocks }: RunRecord): Verdict {
  const isChecked = metChecks(blocks) > 0;
  const words = target.simulated ? 'Simulated run of' : isChecked ? 'Last verified' : 'Last run';
  return { name: state, sign: outcomes[state].sign, words };
}

const remarks: Readonly<Record<Standing['state'], string>> = {
  passed: '',
  partly: 'Not all of it ran: a person’s part, or what was left out.',
  simulated: 'No cluster was involved.',
  unchecked: 'Nothing on it is checked: its commands only had to succeed.',
  changed: 'The page has changed since.',
};

function versions({ clusters, tools }: RunRecord['target']): readonly string[] {
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
  const inputs = page.runbook.meta.inputs.map(({ name }) => {
    const value = record?.inputs?.[name];
    return [code(name), ...(value === undefined || value === '' ? [] : [text(`, recorded with ${value}`)])];
  });
  const alone = record === undefined ? '' : `; a machine ran it in ${took(record.seconds)}`;
  const time = [
    text(`about ${personsMinutes(page.runbook)}\u00a0min to read it and run its commands${alone}`),
  ];
  const needs = needed(page);
  const all = [
    fact('Time', time),
    ...(needs.length > 0 ? [fact('Needs', needs)] : []),
    ...(inputs.length > 0 ? [fact('Inputs', joined(inputs, ', '))] : []),
    ...(names.length > 0 ? [fact(names.length === 1 ? 'Cluster' : 'Clusters', joined(names, ', '))] : []),
  ];
  return [element('dl', {}, all)];
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
