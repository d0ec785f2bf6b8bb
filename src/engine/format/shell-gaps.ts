import { type BlockText, spanIn } from '../parse/block-text.ts';
import { type Comment, commentsBetween } from '../parse/comments.ts';
import { type Fence, readFence } from '../parse/fence.ts';
import { type Lines, lineAt, lineText } from '../parse/lines.ts';
import { readMarkdown } from '../parse/markdown.ts';
import { recognise } from '../parse/recognise.ts';
import { splitStatements, type Unit } from '../shell/split-statements.ts';

/**
 * A shell block with its commands, and the comments above the first and below each of them. `closed`: a fence below it
 * says what its last commands print.
 */
export type ShellGaps = {
  readonly block: BlockText;
  readonly units: readonly Unit[];
  readonly above: readonly Comment[];
  readonly below: readonly (readonly Comment[])[];
  readonly closed: boolean;
};

/** The shell blocks of a document that parses, in order. */
export function shellGaps(lines: Lines): readonly ShellGaps[] {
  return readMarkdown(lines).sections.flatMap(({ codes }) => {
    const fences = codes
      .map((code) => readFence(lines, code, () => {}))
      .filter((fence) => fence !== undefined);
    return gapsOf(fences);
  });
}

function gapsOf(fences: readonly Fence[]): readonly ShellGaps[] {
  return fences.flatMap((fence, index) => {
    if (fence.kind !== 'shell') return [];
    const { text } = fence.block;
    const { units } = splitStatements(text);
    const gap = (from: number, next: Unit | undefined) =>
      commentsBetween(text, from, next?.from ?? text.length);
    const below = units.map((unit, index) => gap(unit.to, units[index + 1]));
    return [{ block: fence.block, units, above: gap(0, units[0]), below, closed: isClosed(fences, index) }];
  });
}

function isClosed(fences: readonly Fence[], index: number): boolean {
  const after = fences.slice(index + 1);
  const next = after.findIndex(({ kind }) => kind !== 'output');
  const outputs = next < 0 ? after : after.slice(0, next);
  return outputs.some(({ info }) => !info.words.some(({ key }) => key === 'example'));
}

/** Whether a comment is an expectation, and so closes a segment. */
export function isExpectation({ text, place }: Comment): boolean {
  return place === 'alone' && recognise(text).kind === 'expect';
}

/** What stands before the command or comment at an offset of a block in its line of the file: marks of quotes, blanks. */
export function prefixAt(lines: Lines, block: BlockText, offset: number): string {
  const row = lineAt(block.starts, offset);
  const start = block.starts[row] ?? 0;
  const code = block.text.slice(start, (block.starts[row + 1] ?? block.text.length + 1) - 1).trimStart();
  const written = lineText(lines, spanIn(block, start, start).start.line);
  return written.slice(0, written.length - code.length);
}
