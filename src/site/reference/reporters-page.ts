import { eventSchema } from '../../engine/report/event-schema.ts';
import type { JsonSchema } from '../../engine/report/json-schema.ts';
import type { ReporterName } from '../../engine/report/registry.ts';
import { code, pageOf, type ReferencePage, table } from './markdown.ts';

const what: Readonly<Record<ReporterName, readonly [is: string, use: string]>> = {
  text: [
    'lines for people, with the same facts as the terminal UI',
    'logs, and wherever nothing else is said',
  ],
  ndjson: ['every event of the run as a line of JSON', 'programs'],
  junit: [
    'XML: a suite for each runbook, a case for each group of checks and for each command that only has to succeed',
    'Jenkins, GitLab, and most of what shows test results',
  ],
  github: [
    'the text folded by steps, an annotation at the line of each failure, and a summary of the job',
    'GitHub Actions',
  ],
  markdown: ['a page: outcome, a table of steps, each failure at length', 'comments, wikis, archives'],
};

/** The reference of reporters: what each writes, and the schema of what programs read. */
export function reportersPage(): ReferencePage {
  const head = {
    title: 'Reporters',
    description: 'What a run can be written as, for people and for programs.',
  };
  return pageOf('reference/reporters', head, [
    intro,
    table(
      ['Name', 'Writes', 'For'],
      Object.entries(what).map(([name, [is, use]]) => [code(name), is, use]),
    ),
    '## Events',
    events,
    table(['`type`', 'Always has', 'May have'], eventSchema.anyOf.map(eventRow)),
  ]);
}

const intro = `\`--reporter NAME\` writes to standard output, \`--reporter NAME=FILE\` to a file, whose folder is made. Several may be
given, one of them without a file. All tell of the same run and change nothing about it; secrets are masked before any
of them sees an event. How they fit into CI systems is [in the guide](../guide/in-ci.md).`;

const events = `A line of \`ndjson\` is one event. The first, \`run-started\`, has the number of the \`format\`. Fields may be added at any
time; when one goes or means something else, the format gets another number. [The JSON Schema](/events.schema.json) says
all of it, and is in the package too: \`import { eventSchema } from 'runbook'\`. So is
[that of records](/record.schema.json), which \`exec --record\` writes: \`recordSchema\`. Besides \`type\`, every event has
\`seq\`, which counts them, and \`atMs\`, milliseconds since the start of the run.

[Many runbooks](../guide/in-ci.md#many-runbooks) begin with \`batch-started\`, which has the \`format\` as well. The
events of one page follow each other, and in each of them \`run\` has the \`file\` and \`nth\`, which counts its runs; a page
that fails is run again with \`--retries\`. \`file-finished\` says what it came to.`;

const common: ReadonlySet<string> = new Set(['type', 'seq', 'atMs', 'run']);

function eventRow({ properties = {}, required = [] }: JsonSchema): readonly string[] {
  const own = Object.keys(properties).filter((name) => !common.has(name));
  const names = (wanted: boolean) =>
    own
      .filter((name) => required.includes(name) === wanted)
      .map(code)
      .join(', ');
  return [code(String(properties.type?.const)), names(true), names(false)];
}
