import type { RunRecord } from '../../../src/engine/model/record.ts';

/** What somebody may do to a page, its record or what lies beside it. `undefined` for a text removes the file. */
export type Mutation = {
  readonly title: string;
  readonly code: string;
  /** What it is told with, and with which words it says what to do; by default to run the page and record it. */
  readonly hint?: RegExp;
  /** Only said, of a record that may still be true: a build publishes the page. */
  readonly warns?: boolean;
  readonly options?: readonly string[];
} & (
  | { readonly file: string; readonly to?: string; readonly change: (text: string) => string | undefined }
  /** The record, with a digest that fits: nobody can see that it was edited. */
  | { readonly forge: (record: RunRecord) => unknown }
);

const swap =
  (from: string | RegExp, to: string) =>
  (text: string): string => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`there is no ${from}`);
    return changed;
  };

const gone = (): undefined => undefined;

const page = (title: string, code: string, from: string | RegExp, to: string): Mutation => ({
  title,
  code,
  file: 'shop.md',
  change: swap(from, to),
});

/** The same record with other words somewhere, and its digest made anew. */
const reworded = (from: string | RegExp, to: string) => (record: RunRecord) =>
  JSON.parse(swap(from, to)(JSON.stringify(record)));

const prose = (title: string, from: string | RegExp, to: string): Mutation => ({
  ...page(title, 'record/prose-changed', from, to),
  warns: true,
  hint: /`runbook check --accept-prose \S*shop\.md`/,
});

const record = (title: string, code: string, change: (text: string) => string | undefined): Mutation => ({
  title,
  code,
  file: 'shop.record.json',
  change,
});

/** Changes of the page: what runs, what is checked, what is read. */
const ofPages: readonly Mutation[] = [
  page('a command', 'record/changed', 'grep -c ten', 'grep -c nine'),
  page('a check', 'record/changed', 'settings 1', 'settings 2'),
  page('an expected output', 'record/changed', '```output\nblue', '```output\nred'),
  page('a manifest in the page', 'record/changed', 'Main Street', 'High Street'),
  page('where a manifest goes', 'record/changed', 'namespace=shop', 'namespace=default'),
  page('a value of the front matter', 'record/changed', 'COLOUR: blue', 'COLOUR: red'),
  page('which pages are required', 'record/changed', 'requires: [prepare]\n', ''),
  page('a fence that says its output varies', 'record/changed', 'name=hours', 'name=hours varies'),
  page('a new block', 'record/not-recorded', '## Hours', '```bash\ntrue\n```\n\n## Hours'),
  page('a block less', 'record/gone', /## Colour.*(?=## Hours)/s, ''),
  page('blocks in another order', 'record/moved', /(## Colour.*)(## Hours.*)(?=## Place)/s, '$2$1'),
  page('a tool in another version', 'record/contradicts', '>=1.20', '>=1.99'),
  page('a value in the text', 'record/shown-otherwise', '`settings`', '`options`'),
  prose('a heading that says the opposite', '# The shop', '# No shop'),
  prose('a number in the text', 'one object', 'two objects'),
  prose('a probe that takes the page for done', 'timeout', 'ready: "true"\ntimeout'),
  prose('how long a command may take', 'timeout: 1m', 'timeout: 9m'),
];

/** Changes of what a page runs by name. */
const ofFiles: readonly Mutation[] = [
  {
    title: 'a manifest that a command applies',
    code: 'record/file-changed',
    file: 'manifests/settings.yaml',
    change: swap('blue', 'red'),
  },
  {
    title: 'a file that a command reads',
    code: 'record/file-changed',
    file: 'notes/hours.txt',
    change: swap('nine', 'eight'),
  },
  { title: 'a file that is gone', code: 'record/file-changed', file: 'notes/hours.txt', change: gone },
  {
    title: 'a file more in a folder that a command reads',
    code: 'record/file-changed',
    file: 'notes/more.txt',
    change: () => 'more\n',
  },
  {
    title: 'what an image answers',
    code: 'record/file-changed',
    file: 'workloads.yaml',
    change: swap('hello', 'goodbye'),
  },
  {
    title: 'what a required page runs',
    code: 'record/required-changed',
    file: 'prepare.md',
    change: swap('create namespace shop', 'create namespace market'),
  },
];

/** Changes of the record by hand. */
const ofRecords: readonly Mutation[] = [
  record('another output', 'record/edited', swap('"blue"', '"red"')),
  record('another day', 'record/edited', swap(/"20\d\d-\d\d-\d\d"/, '"2020-01-01"')),
  record('a real target', 'record/edited', swap('"simulated": true', '"simulated": false')),
  record('another digest', 'record/edited', swap(/"digest": "./, '"digest": "_')),
  record('an outcome that is none', 'record/malformed', swap('"passed"', '"failed"')),
  record('no digest', 'record/malformed', swap(/ +"digest".*\n/, '')),
  record('the marks of a merge', 'record/malformed', swap('"verified"', '<<<<<<< HEAD\n"verified"')),
  record('another format', 'record/other-format', swap('"format": 2', '"format": 1')),
  {
    ...record('none, where each page must have one', 'record/missing', gone),
    hint: /`runbook exec \S+\.md --record`/,
    options: ['--require-record'],
  },
  {
    title: 'one whose page is called something else',
    code: 'record/without-page',
    hint: /`git mv \S*shop\.record\.json …`/,
    file: 'shop.md',
    to: 'market.md',
    change: (text) => text,
  },
];

/** What somebody who makes the digest anew can't hide. */
const ofForgers: readonly Mutation[] = [
  {
    title: 'an output that does not meet its check',
    code: 'record/contradicts',
    forge: reworded('"blue"', '"red"'),
  },
  {
    title: 'no output below a check',
    code: 'record/contradicts',
    forge: reworded('"lines":["blue"]', '"lines":[]'),
  },
  {
    title: 'a command that failed',
    code: 'record/contradicts',
    forge: reworded('"stdout":{"lines":["configmap/settings created"]}', '"exitCode":1'),
  },
  {
    title: 'a check less',
    code: 'record/changed',
    forge: reworded('"# expect: created"', ''),
  },
  {
    title: 'a day that has not come',
    code: 'record/no-such-day',
    forge: (own) => ({ ...own, verified: '2131-01-01' }),
  },
  {
    title: 'a day that no calendar has',
    code: 'record/no-such-day',
    forge: (own) => ({ ...own, verified: '2026-02-30' }),
  },
  {
    title: 'a day too long ago',
    code: 'record/too-old',
    options: ['--max-age', '30d'],
    forge: (own) => ({ ...own, verified: '2026-01-01' }),
  },
  {
    title: 'a real target with the version of the sandbox',
    code: 'record/incoherent',
    forge: reworded('"simulated":true', '"simulated":false'),
  },
  {
    title: 'a simulated target with the version of a server',
    code: 'record/incoherent',
    forge: reworded('+sandbox', '-eks-9a9f5d1'),
  },
  {
    title: 'a maker that is no version of runbook',
    code: 'record/incoherent',
    forge: (own) => ({ ...own, by: 'EKS 1.34' }),
  },
  {
    title: 'a maker that is newer than who reads it',
    code: 'record/newer-version',
    hint: /Update runbook/,
    warns: true,
    forge: (own) => ({ ...own, by: 'runbook 99.0.0' }),
  },
];

/** Each way in which evidence may be wrong, by where it is. */
export const mutations: Readonly<Record<string, readonly Mutation[]>> = {
  'of the page': ofPages,
  'of what the page names': ofFiles,
  'of the record': ofRecords,
  'of the record, with a digest that fits': ofForgers,
};
