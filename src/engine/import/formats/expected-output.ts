import type { Code, Nodes, Paragraph, Parent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { Edit } from '../../format/edits.ts';
import { splitStatements } from '../../shell/split-statements.ts';
import { type FenceSource, replaceFence } from '../fence-source.ts';
import { fenceLines, wordsThatStay } from '../fence-text.ts';
import {
  type Clue,
  type Conversion,
  type ImportExample,
  type ImportFormat,
  lines,
  type Remark,
} from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { announcesOutput } from '../output-phrase.ts';
import { shells } from '../transcript/dialect.ts';
import { isTranscript } from '../transcript/exchange.ts';
import { readElided } from '../transcript/expected-line.ts';
import { changingNotes, jsonFence, lossNotes, outputFence, readRows } from '../transcript/output-lines.ts';

/** A block that may be the output of the commands above it: `announced` when the prose between says so. */
type Candidate = { readonly fence: FenceSource; readonly commands: FenceSource; readonly announced: boolean };

const examples: readonly ImportExample[] = [
  {
    title: 'A block announced as output',
    source: lines(
      '```bash',
      'kubectl get namespaces',
      '```',
      '',
      'Expected output:',
      '',
      '```',
      'NAME   STATUS   AGE',
      '...',
      'shop   Active   2d',
      '```',
    ),
    runbook: lines(
      '---',
      'clusters:',
      '  CLUSTER: cluster # suggested: the context that is meant',
      '---',
      '',
      '```bash',
      'kubectl get namespaces',
      '```',
      '',
      'Expected output:',
      '',
      '```output',
      'NAME   STATUS   AGE',
      '...',
      'shop   Active   2d',
      '```',
    ),
    remarks: [
      'The commands need a cluster, and nothing says which: name its context, or give `--cluster CLUSTER=…`.',
      'The output has what will differ from run to run (`2d`): write `...` there, or let `runbook exec --update` do it.',
    ],
  },
];

/** Markdown that shows what to expect in a block of its own below the commands. */
export const expectedOutput: ImportFormat = {
  name: 'expected-output',
  summary: 'Markdown in which a block of commands is followed by a block of "Expected output".',
  examples,
  detect: (source) => clueOf(candidates(source)),
  convert: (source) => convert(source),
};

function clueOf(found: readonly Candidate[]): Clue | undefined {
  const first = found.find(({ announced }) => announced);
  return first && { strength: 'likely', at: first.fence.range.from, what: 'a block announced as output' };
}

function convert(source: ImportSource): Conversion {
  const edits: Edit[] = [];
  const remarks: Remark[] = [];
  for (const { fence, commands, announced } of candidates(source)) {
    if (!announced) {
      const message =
        'This block may be the output of the commands above it: if so, make it an `output` fence.';
      remarks.push({ kind: 'note', at: { from: fence.range.from, to: fence.range.from }, message });
      continue;
    }
    const reads = readRows(fence.rows, readElided);
    const output = jsonOf(fence, commands) ?? outputFence(reads);
    if (!output) continue;
    const info = [output.info, ...wordsThatStay(fence, 'output')].join(' ');
    edits.push(replaceFence(fence, fenceLines(info, output.lines), source.lineEnd));
    remarks.push(...changingNotes(fence.rows), ...lossNotes(reads));
  }
  return { edits, remarks };
}

/** What other commands of the block print would have to be JSON too. */
function jsonOf({ language, rows }: FenceSource, commands: FenceSource) {
  const script = commands.rows.map(({ text }) => text).join('\n');
  return language === 'json' && splitStatements(script).units.length === 1 ? jsonFence(rows) : undefined;
}

const outputLanguages: ReadonlySet<string> = new Set([
  '',
  'bash',
  'console',
  'json',
  'log',
  'none',
  'plain',
  'plaintext',
  'sh',
  'shell',
  'terminal',
  'text',
  'txt',
  'yaml',
]);

/** Blocks below commands with nothing but prose between, in the same section. */
function candidates(source: ImportSource): readonly Candidate[] {
  const found: Candidate[] = [];
  visit(source.tree, { source, found });
  return found;
}

type Search = { readonly source: ImportSource; readonly found: Candidate[] };

/** The last block of commands, and the prose below it. */
type Above = { readonly commands?: FenceSource; readonly between: readonly Paragraph[] };

function visit(parent: Parent, search: Search): void {
  let above: Above = { between: [] };
  for (const node of parent.children) {
    if (node.type === 'paragraph') above = { ...above, between: [...above.between, node] };
    else if (node.type === 'code') above = takeCode(node, above, search);
    else {
      if (isSeparator(node)) above = { between: above.between };
      if ('children' in node) visit(node as Parent, search);
    }
  }
}

function takeCode(node: Code, { commands, between }: Above, { source, found }: Search): Above {
  const fence = source.fences.find(({ code }) => code === node);
  if (!fence) return { between: [] };
  const candidate = commands && candidateOf(fence, commands, between);
  if (candidate) found.push(candidate);
  return !candidate && isCommands(fence) ? { commands: fence, between: [] } : { between: [] };
}

function candidateOf(
  fence: FenceSource,
  commands: FenceSource,
  between: readonly Paragraph[],
): Candidate | undefined {
  if (!mayBeOutput(fence, between)) return undefined;
  return { fence, commands, announced: announces(between, fence) };
}

/** HTML comments and the like may stand between; a heading or a list may not. */
function isSeparator({ type }: Nodes): boolean {
  return type !== 'html' && type !== 'definition';
}

function isCommands({ language, marks, rows }: FenceSource): boolean {
  return marks !== '' && shells.has(language) && !isTranscript(rows);
}

/** A block in a shell's language is output only if the prose says so; one in another language, or with prompts, never. */
function mayBeOutput(fence: FenceSource, between: readonly Paragraph[]): boolean {
  const language = fence.language.toLowerCase();
  if (!outputLanguages.has(language) || isTranscript(fence.rows) || fence.rows.length === 0) return false;
  const open = language === '' || language === 'console' || language === 'text' || language === 'plaintext';
  return announces(between, fence) || (open && fence.marks !== '');
}

function announces(between: readonly Paragraph[], { info }: FenceSource): boolean {
  const titled = info.words.some(({ key, value = '' }) => key === 'title' && /\boutput\b/i.test(value));
  const last = between.at(-1);
  return titled || (last !== undefined && announcesOutput(textOf(last)));
}
