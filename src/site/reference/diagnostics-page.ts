import type { Explanation } from '../../engine/diagnostics/explanations/explanation.ts';
import { explanations } from '../../engine/diagnostics/explanations/table.ts';
import { formatDiagnostic } from '../../engine/diagnostics/format.ts';
import { type DiagnosticCode, diagnosticCodes } from '../../engine/model/codes.ts';
import { parse } from '../../engine/parse.ts';
import { block, pageOf, type ReferencePage } from './markdown.ts';

const areas: Readonly<Record<string, string>> = {
  parse: 'The page',
  plan: 'What is to run',
  target: 'Clusters and tools',
  run: 'What a run shows',
  session: 'The shell of a run',
  machine: 'The machine',
  export: 'Export to other forms',
  record: 'Records',
  cli: 'The command line',
};

/** The reference of diagnostics: every code with what it means, why it matters, and an example, wrong and fixed. */
export function diagnosticsPage(): ReferencePage {
  const codes = Object.keys(diagnosticCodes) as DiagnosticCode[];
  const parts = Object.entries(areas).flatMap(([area, title]) => [
    `## ${title}`,
    ...codes.filter((code) => code.startsWith(`${area}/`)).flatMap((code) => entry(code, explanations[code])),
  ]);
  const head = {
    title: 'Diagnostics',
    description: 'Every mistake that runbook names, and how it is fixed.',
  };
  return pageOf('reference/diagnostics', head, [intro, ...parts]);
}

const intro = `Behind a message stands a code in brackets. \`runbook explain CODE\` says in the terminal what this page says.

\`runbook check\` finds what is wrong with pages before anything runs. It exits with 2 when there is an error;
\`--strict\` takes warnings for errors; a note is no mistake, and stays one. \`--format github\` makes annotations on a pull request, and \`--format json\`
prints one object for editors and scripts: \`format\` (1), \`counts\`, and for each of \`files\` its \`diagnostics\`
with \`severity\`, \`code\`, \`title\`, \`message\`, \`hint\`, \`diff\` (what has changed since the record, in lines of a
unified diff), \`start\` and \`end\` (lines and columns from 1, offsets from 0, \`end\` exclusive).`;

function entry(code: DiagnosticCode, explanation: Explanation): readonly string[] {
  const { means, why, wrong, fixed, shown } = explanation;
  const language = shown === 'page' ? 'markdown' : 'bash';
  const example = (text: string) =>
    block(language, text.trim() === '' ? '(an empty file)' : text.split('\n').map(cut).join('\n'));
  return [
    `### \`${code}\``,
    `**${diagnosticCodes[code]}.** ${means} ${capitalised(why)}`,
    'Wrong:',
    example(wrong),
    ...(shown === 'page' ? ['What `runbook check` says:', block('text', complaints(wrong))] : []),
    'Fixed:',
    example(fixed),
  ];
}

/** Only examples of what is too long are this long. */
function cut(line: string): string {
  return line.length > 96 ? `${line.slice(0, 96)}…` : line;
}

function capitalised(text: string): string {
  return text.replace(/^./u, (first) => first.toUpperCase());
}

function complaints(text: string): string {
  return parse({ file: 'page.md', path: '/page.md', text })
    .diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, text, { color: false, columns: 88 }))
    .join('\n\n');
}
