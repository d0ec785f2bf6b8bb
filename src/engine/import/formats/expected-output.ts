import type { Nodes, Paragraph, Parent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import type { Edit } from '../edit.ts';
import { type FenceSource, replaceFence } from '../fence-source.ts';
import { fenceLines } from '../fence-text.ts';
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
import { changingNotes, jsonFence, outputFence } from '../transcript/checks.ts';
import { shells } from '../transcript/dialect.ts';
import { isTranscript } from '../transcript/exchange.ts';

/** A block that may be the output of the commands above it: `announced` when the prose between says so. */
type Candidate = { readonly fence: FenceSource; readonly announced: boolean };

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
  for (const { fence, announced } of candidates(source)) {
    if (!announced) {
      const message =
        'This block may be the output of the commands above it: if so, make it an `output` fence.';
      remarks.push({ kind: 'note', at: { from: fence.range.from, to: fence.range.from }, message });
      continue;
    }
    const output = outputOf(fence);
    if (!output) continue;
    edits.push(replaceFence(fence, fenceLines(output.info, output.lines), source.lineEnd));
    remarks.push(...changingNotes(fence.rows));
  }
  return { edits, remarks };
}

function outputOf({ rows, language }: FenceSource) {
  const json = language === 'json' ? jsonFence(rows) : undefined;
  return json ?? outputFence(rows).fence;
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
  visit(source.tree, source, found);
  return found;
}

function visit(parent: Parent, source: ImportSource, found: Candidate[]): void {
  let commands = false;
  let between: readonly Paragraph[] = [];
  for (const node of parent.children) {
    if (node.type === 'paragraph') between = [...between, node];
    else if (node.type === 'code') {
      const fence = source.fences.find(({ code }) => code === node);
      const isOutput: boolean = fence !== undefined && commands && mayBeOutput(fence, between);
      if (fence && isOutput) found.push({ fence, announced: announces(between, fence) });
      commands = !isOutput && fence !== undefined && isCommands(fence);
      between = [];
    } else {
      if (isSeparator(node)) commands = false;
      if ('children' in node) visit(node as Parent, source, found);
    }
  }
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
