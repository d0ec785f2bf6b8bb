import type { Block, Expectation, Runbook, Segment, Statement } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import { blocksOf, expectationsOf } from '../model/statements.ts';
import { type Lines, lineText, readLines } from '../parse/lines.ts';
import type { Edit } from './edits.ts';
import { standardDirective } from './standard-directive.ts';
import { standardOpening } from './standard-opening.ts';

/** What brings the directives and the opening fences of a runbook without errors into the standard form. */
export function tidyEdits(runbook: Runbook): readonly Edit[] {
  const { file, text } = runbook.source;
  const lines = readLines(file, text);
  const own = blocksOf(runbook).filter(({ included }) => included !== true);
  return own.flatMap((block) => [
    ...[block.span, ...outputsBelow(block)].flatMap((span) => openingEdits(lines, span)),
    // What stands in another file is not tidied here.
    ...(block.from === undefined ? block.segments : []).flatMap((segment) =>
      directiveEdits(lines, block, segment),
    ),
  ]);
}

/** The fences of expected output that belong to a block. */
function outputsBelow(block: Block): readonly Span[] {
  const checked = expectationsOf([block]).filter(({ source }) => /^(?:`{3}|~{3})/.test(source));
  return [...checked.map(({ span }) => span), ...(block.examples ?? [])];
}

function isDirective({ source }: Expectation): boolean {
  return /^(?:#|\/\/|--) expect/.test(source);
}

function openingEdits(lines: Lines, { start }: Span): readonly Edit[] {
  const written = lineText(lines, start.line).slice(start.column - 1);
  return changed(lines, start.offset, start.offset + written.length, standardOpening(written));
}

function directiveEdits(lines: Lines, { kind }: Block, segment: Segment): readonly Edit[] {
  const last = segment.statements.at(-1);
  const expectations = segment.expectations
    .filter(isDirective)
    .flatMap(({ span }) => directiveEdit(lines, span, kind === 'shell' ? last : undefined));
  const waits = segment.statements.flatMap((statement) =>
    statement.action.kind === 'shell'
      ? statement.action.waits.flatMap(({ span }) => directiveEdit(lines, span, statement))
      : [],
  );
  return [...expectations, ...waits];
}

/** The whole line is written anew: the blanks before it are those of its statement. */
function directiveEdit(lines: Lines, span: Span, statement: Statement | undefined): readonly Edit[] {
  const from = lines.starts[span.start.line - 1] ?? 0;
  const to = from + lineText(lines, span.start.line).length;
  const own = lines.text.slice(from, span.start.offset);
  const indentation = (statement && blanksBefore(lines, statement.span)) ?? own;
  const source = lines.text.slice(span.start.offset, span.end.offset);
  return changed(lines, from, to, indentation + standardDirective(source));
}

/** What stands before a statement, marks of quotes included; undefined when another statement does. */
function blanksBefore(lines: Lines, { start }: Span): string | undefined {
  const before = lines.text.slice(lines.starts[start.line - 1] ?? 0, start.offset);
  return /^[\s>]*$/.test(before) ? before : undefined;
}

function changed({ text }: Lines, from: number, to: number, wanted: string): readonly Edit[] {
  return text.slice(from, to) === wanted ? [] : [{ from, to, text: wanted }];
}
