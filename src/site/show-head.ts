import type { Code, Nodes, PhrasingContent, RootContent } from 'mdast';
import type { RunRecord } from '../engine/model/record.ts';
import { metChecks, type Standing } from '../engine/record/standing.ts';
import { badgeNames } from './badges.ts';
import { code, element, joined, link, text } from './element.ts';
import type { Page } from './page.ts';
import { personsMinutes } from './persons-time.ts';
import { showOutline } from './show-step.ts';
import { type Strings, scriptStrings } from './strings.ts';
import type { Wording } from './wording.ts';
import { targetName, took } from './words.ts';

/** What stands below the title: when the page was verified, what it takes, how to run it, its steps. */
export function showHead(page: Page): readonly RootContent[] {
  const { say } = page.wording;
  const words = JSON.stringify(Object.fromEntries(scriptStrings.map((key) => [key, say(key)])));
  const card = element(
    'section',
    { className: 'rb-card', ariaLabel: say('aboutPage'), dataRunbookWords: words },
    [verified(page), ...matrix(page), ...facts(page), runCommand(page)],
  );
  return [card, showOutline(page) as RootContent];
}

function verified(page: Page): RootContent {
  const { record, standings, wording } = page;
  const { say } = wording;
  if (!record) {
    return element('p', { className: 'rb-verified rb-unknown' }, [
      element('strong', {}, [text(say('notVerified'))]),
      text(say('neverRecorded')),
    ]);
  }
  const { verified: day, target, job } = record;
  const shown = standings.find((standing) => standing.record === record);
  const { name, sign, key, remark } = verdictOf(shown?.state ?? 'changed', record);
  const met = shown?.checks ?? 0;
  const where = [nameOf(shown, targetName(target, wording)), ...versions(target, wording)].join(' · ');
  return element('p', { className: `rb-verified rb-${name}` }, [
    element('span', { ariaHidden: 'true' }, [text(`${sign} `)]),
    element('strong', {}, [
      text(`${say(key)} `),
      element('time', { dateTime: day }, [text(wording.day(day))]),
    ]),
    text(say('onTarget', { target: where })),
    ...(met === 0 ? [] : [text(say('met', { checks: wording.count('checks', met) }))]),
    ...(job === undefined ? [] : [text(', '), link(job.url, [text(say('inJob'))])]),
    text(remark === undefined ? '.' : `. ${say(remark)}`),
    ...badgeLink(page),
  ]);
}

/** What other pages may show of this one. */
function badgeLink({ slug, options: { asset }, wording }: Page): PhrasingContent[] {
  return asset === undefined
    ? []
    : [text(' '), link(asset(`${slug}/${badgeNames.svg}`), [text(wording.say('badge'))])];
}

const nameOf = (standing: Standing | undefined, target: string): string =>
  standing?.label === undefined ? target : `${standing.label}, ${target}`;

/** Where else the page passed: a row for each record, when there are several. */
function matrix({ standings, wording }: Page): RootContent[] {
  if (standings.length < 2) return [];
  const { say } = wording;
  const heads = [say('runOn'), 'Kubernetes', say('day'), say('checksMet'), say('outcome')];
  const cells = (tag: 'td' | 'th', words: readonly string[]) =>
    element(
      'tr',
      {},
      words.map((word) => element(tag, {}, [text(word)])),
    );
  const rows = standings.map(({ name, state, record, checks: met }) => {
    const kubernetes = new Set(Object.values(record.target.clusters).map(({ version }) => version));
    const { sign, key } = outcomes[state];
    return cells('td', [
      name,
      [...kubernetes].join(', ') || '–',
      wording.day(record.verified),
      String(met),
      `${sign} ${say(key)}`,
    ]);
  });
  const table = element('table', { className: 'rb-matrix' }, [
    element('thead', {}, [cells('th', heads)]),
    element('tbody', {}, rows),
  ]);
  return [table];
}

type Outcome = {
  readonly sign: string;
  /** In a table of several. */
  readonly key: keyof Strings;
  /** What has to be said with it on the card. */
  readonly remark?: keyof Strings;
};

const outcomes: Readonly<Record<Standing['state'], Outcome>> = {
  passed: { sign: '✓', key: 'passedOn' },
  partly: { sign: '◐', key: 'partlyOn', remark: 'remarkPartly' },
  simulated: { sign: '≈', key: 'simulatedOn', remark: 'remarkSimulated' },
  unchecked: { sign: '–', key: 'uncheckedOn', remark: 'remarkUnchecked' },
  changed: { sign: '≠', key: 'changedOn', remark: 'remarkChanged' },
};

type Verdict = Outcome & { readonly name: Standing['state'] };

/** What a reader may take the recorded run for: never for more than it was. */
function verdictOf(state: Standing['state'], { target, blocks }: RunRecord): Verdict {
  const isChecked = metChecks(blocks) > 0;
  const key = target.simulated ? 'simulatedRun' : isChecked ? 'lastVerified' : 'lastRun';
  return { ...outcomes[state], name: state, key };
}

function versions({ clusters, tools }: RunRecord['target'], { say }: Wording): readonly string[] {
  const servers = new Set(Object.values(clusters).map(({ version }) => version.replace(/^v/, '')));
  return [
    ...(servers.size > 0 ? [`Kubernetes ${[...servers].join(say('and'))}`] : []),
    // Of some tools it is only known that they were there.
    ...Object.entries(tools).flatMap(([name, version]) => (version === '*' ? [] : [`${name} ${version}`])),
  ];
}

function facts(page: Page): RootContent[] {
  const { record, wording } = page;
  const { say } = wording;
  const { clusters } = page.runbook.meta;
  const names = Object.keys(clusters).map((name) => [code(name)]);
  const inputs = page.runbook.meta.inputs.map(({ name }) => {
    const value = record?.inputs?.[name];
    if (value === undefined || value === '') return [code(name)];
    return wording.nodes('recordedWith', { name: [code(name)], value: [text(value)] });
  });
  const alone = record === undefined ? '' : say('timeOfMachine', { time: took(record.seconds, wording) });
  const time = [text(say('timeOfPerson', { minutes: personsMinutes(page.runbook) }) + alone)];
  const needs = needed(page);
  const all = [
    fact(say('time'), time),
    ...(needs.length > 0 ? [fact(say('needs'), needs)] : []),
    ...(inputs.length > 0 ? [fact(say('inputs'), joined(inputs, ', '))] : []),
    ...(names.length > 0
      ? [fact(say(names.length === 1 ? 'cluster' : 'clusters'), joined(names, ', '))]
      : []),
  ];
  return [element('dl', {}, all)];
}

function fact(term: string, said: readonly PhrasingContent[]): RootContent {
  return element('div', {}, [element('dt', {}, [text(term)]), element('dd', {}, said)]);
}

function needed({ runbook: { meta }, named, wording }: Page): PhrasingContent[] {
  const [first] = Object.keys(meta.clusters);
  const tools = Object.entries(meta.tools).map(([name, range]) => [
    text(range === '*' ? name : `${name} ${range.replace(/^>=/, '≥ ')}`),
  ]);
  const objects = meta.needs.map((name) => [code(name)]);
  return joined(
    [
      ...meta.requires.map(named),
      ...tools,
      ...(objects.length > 0 ? [located(joined(objects, ', '), first, wording)] : []),
    ],
    ' · ',
  );
}

function located(
  objects: readonly PhrasingContent[],
  cluster: string | undefined,
  { nodes }: Wording,
): readonly PhrasingContent[] {
  return cluster === undefined ? objects : nodes('needsOn', { objects, cluster: [code(cluster)] });
}

function runCommand({ slug, wording }: Page): RootContent {
  const value = `npx --no-install runbook exec ${slug}.md`;
  const command = {
    type: 'code',
    lang: 'bash',
    meta: `title="${wording.say('runPage')}"`,
    value,
  } satisfies Code;
  return element('div', { className: 'rb-run' }, [command as Nodes as RootContent]);
}
