import { code, pageOf, type ReferencePage, table } from './markdown.ts';

/** Variables that somebody sets for runbook. */
const read: readonly (readonly [name: string, does: string])[] = [
  ['RUNBOOK_TARGET', 'What `--target` says, where it isn’t given: `auto`, `sandbox` or `cluster`.'],
  ['RUNBOOK_IMAGES', 'What `--images` says.'],
  ['RUNBOOK_INPUT_NAME', 'The value of the input `NAME`. `--set NAME=value` goes before it.'],
  ['SANDBOX_LATENCY', 'What `--latency` says: milliseconds, or `realistic`.'],
  ['CLUSTER1, …', 'A variable named in `clusters:` gives the context for it. `--cluster` goes before it.'],
  [
    'KUBECONFIG',
    'Where contexts are looked for, as by kubectl. The commands of a page see another, private one.',
  ],
  ['CI', 'Set, and not `0` or `false`: no terminal UI, and nothing is asked.'],
  ['NO_COLOR, FORCE_COLOR', 'No colours; colours also where there is no terminal.'],
  ['TMPDIR', 'Where files of a run are. The next run finds there what one that was killed has left.'],
  ['EDITOR, VISUAL, PAGER', 'What the keys of the terminal UI open.'],
  ['GITHUB_ACTIONS, GITLAB_CI', 'A record holds the URL and the commit of the job.'],
  ['RUNBOOK_DIR', 'Read by exported scripts: the folder in which commands start.'],
];

/** Variables that the commands of a page find. */
const given: readonly (readonly [name: string, is: string])[] = [
  ['RUNBOOK_DOC', 'Absolute path of the page.'],
  ['RUNBOOK_STEP', 'Name of the step that runs.'],
  ['KUBECONFIG', 'A private file with the contexts of the page.'],
];

/** The reference of environment variables. */
export function environmentPage(): ReferencePage {
  const head = {
    title: 'Environment variables',
    description: 'What runbook reads from its environment, and what commands find in theirs.',
  };
  const rows = (all: typeof read) =>
    all.map(([names, text]) => [names.split(', ').map(named).join(', '), text]);
  return pageOf('reference/environment', head, [
    'An option of the command line goes before a variable, and a variable before `runbook.config.yaml` and the page.',
    '## Read by runbook',
    table(['Variable', 'Does'], rows(read)),
    '## Given to commands',
    'Besides these, commands have the environment that runbook was started in, `clusters:`, `env:` and inputs.',
    table(['Variable', 'Is'], rows(given)),
  ]);
}

const named = (name: string): string => (name === '…' ? name : code(name));
