import { pageOf, type ReferencePage } from './markdown.ts';

const words: readonly (readonly [word: string, meaning: string])[] = [
  ['attempt', 'One execution of a statement. `within` allows several.'],
  [
    'block',
    'A fenced code block that runs (`bash`, `yaml apply`), checks (`yaml assert`) or writes a file (`file=`).',
  ],
  [
    'check',
    'An expectation of a run, counted. Also the command `runbook check`, which reads pages without running them.',
  ],
  ['cleanup', 'A block that runs at the end of a run, whatever happened before.'],
  ['drift', 'A page and its record no longer agree.'],
  [
    'expectation',
    'What the output of statements has to show: a `# expect:` line, an `output` fence, an assert.',
  ],
  [
    'opaque',
    'A container on the sandbox whose image nobody has simulated: it runs, and nothing in it is known.',
  ],
  [
    'outcome',
    'Of a statement, step or run: passed, failed (an expectation is unmet), errored (it couldn’t be judged), skipped or cancelled.',
  ],
  ['prerequisite', 'A page that another one `requires`.'],
  [
    'record',
    'The file beside a page with what its statements printed in the last recorded run, on which target, and when.',
  ],
  [
    'refusal',
    '`sandbox: … is not simulated`: the sandbox says what it doesn’t know, by name, and the command fails.',
  ],
  ['runbook', 'A Markdown file with something in it to run.'],
  ['sandbox', 'Simulated Kubernetes clusters on this machine, which real kubectl talks to.'],
  ['segment', 'The statements between two groups of expectations: those that the lower group judges.'],
  ['session', 'The one bash in which all statements of a page run.'],
  ['shard', 'One of several parts of many pages, each for a machine of its own.'],
  ['statement', 'One top-level command of a block, however long: the unit that is run and judged.'],
  ['step', 'The part below a heading, if it has a block: what people see, select and resume at.'],
  ['target', 'What a run runs on: clusters of a kubeconfig, the sandbox, or this machine alone.'],
  ['verdict', 'Of an expectation: met, or unmet and why.'],
];

/** The words of this documentation and of reports. */
export function glossaryPage(): ReferencePage {
  const head = {
    title: 'Glossary',
    description: 'The words of this documentation, of reports and of messages.',
  };
  return pageOf(
    'reference/glossary',
    head,
    words.map(([word, meaning]) => `**${word}**: ${meaning}`),
  );
}
