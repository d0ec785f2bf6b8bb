import { type Statement, statementsIn } from '../doc-detective/statements.ts';
import { actionOf, readStep } from '../doc-detective/steps.ts';
import { type FenceSource, replaceFence } from '../fence-source.ts';
import { fenceLines, infoText } from '../fence-text.ts';
import {
  type Clue,
  type Conversion,
  type ImportExample,
  type ImportFormat,
  lines,
  type Remark,
} from '../format.ts';
import type { ImportSource } from '../import-source.ts';

const examples: readonly ImportExample[] = [
  {
    title: 'Steps in comments',
    source: lines(
      '<!-- test',
      'testId: greeting',
      '-->',
      '',
      'Say hello:',
      '',
      '<!-- step runShell: { command: "echo hello", stdio: "hello" } -->',
      '',
      '<!-- step goTo: "https://example.com" -->',
      '',
      '<!-- test end -->',
    ),
    runbook: lines(
      '<!-- test',
      'testId: greeting',
      '-->',
      '',
      'Say hello:',
      '',
      '```bash',
      'echo hello',
      '# expect: hello',
      '```',
      '',
      '<!-- step goTo: "https://example.com" -->',
      '',
      '<!-- test end -->',
    ),
    remarks: ['`goTo` of Doc Detective is nothing that a command does: the step stays in its comment.'],
  },
];

/** Pages with tests of Doc Detective in their comments. */
export const docDetective: ImportFormat = {
  name: 'doc-detective',
  summary: 'Pages with tests of Doc Detective in comments: `<!-- step runShell: … -->`.',
  examples,
  detect: clueOf,
  convert,
};

function clueOf(source: ImportSource): Clue | undefined {
  const first = statementsIn(source).find(
    ({ kind, fields }) => kind !== 'end' && Object.keys(fields).length > 0,
  );
  return first && { strength: 'sure', at: first.at.from, what: 'a step of Doc Detective in a comment' };
}

function convert(source: ImportSource): Conversion {
  const done = statementsIn(source)
    .filter(({ kind }) => kind === 'step')
    .map((statement) => convertStep(statement, source));
  return { edits: done.flatMap(({ edits }) => edits), remarks: done.flatMap(({ remarks }) => remarks) };
}

function convertStep(
  { at, fields }: Statement,
  { lines: { text }, lineEnd, fences }: ImportSource,
): Conversion {
  const step = readStep(fields);
  if (!step) {
    const message = `\`${actionOf(fields)}\` of Doc Detective is nothing that a command does: the step stays in its comment.`;
    return { edits: [], remarks: [{ kind: 'note', at, message }] };
  }
  const remarks = step.left.map((message): Remark => ({ kind: 'note', at, message }));
  const indent = /[ \t]*$/.exec(text.slice(0, at.from))?.[0] ?? '';
  const above = shownAbove(step.lines, at.from, fences, text);
  if (above) {
    const edit = replaceFence(above, fenceLines(above.infoAt.text, step.lines), lineEnd);
    return { edits: [edit, { ...at, text: '' }], remarks };
  }
  const rows = fenceLines(infoText('bash', step.options), step.lines);
  const isAlone =
    text.slice(0, at.from).trimEnd() === '' || /(?:^|[\r\n])[ \t]*$/.test(text.slice(0, at.from));
  const before = isAlone ? '' : `${lineEnd}${lineEnd}`;
  const behind = /^[ \t]*(?:\r|\n|$)/.test(text.slice(at.to)) ? '' : `${lineEnd}${lineEnd}`;
  return { edits: [{ ...at, text: `${before}${rows.join(`${lineEnd}${indent}`)}${behind}` }], remarks };
}

/** The block right above that shows the same commands: it is what the step runs. */
function shownAbove(
  lines: readonly string[],
  at: number,
  fences: readonly FenceSource[],
  text: string,
): FenceSource | undefined {
  const fence = fences.findLast(({ range }) => range.to <= at);
  if (!fence || !/^(?:bash|sh|shell)$/.test(fence.language) || text.slice(fence.range.to, at).trim() !== '')
    return undefined;
  const commands = lines.filter((line) => !line.startsWith('# expect'));
  return fence.rows
    .map((row) => row.text)
    .join('\n')
    .trim() === commands.join('\n').trim()
    ? fence
    : undefined;
}
