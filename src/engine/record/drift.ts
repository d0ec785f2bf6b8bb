import type { Diagnostic } from '../model/diagnostic.ts';
import type { RecordedBlock, RunRecord } from '../model/record.ts';
import type { Runbook } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import { type Lines, lineText, pointAt, readLines } from '../parse/lines.ts';
import { recordedLines } from './block-lines.ts';
import { headLines } from './head-lines.ts';
import { lineDiff } from './line-diff.ts';
import { type MatchedBlock, matchBlocks } from './match-blocks.ts';
import { allSayTheSame, saysTheSame } from './says-the-same.ts';

/**
 * What a runbook runs and checks otherwise than when it was recorded: an error for each block, at its first line that
 * differs. How the document is spelled, its prose and its headings are no drift.
 */
export function driftOf(runbook: Runbook, record: RunRecord): readonly Diagnostic[] {
  const { blocks, gone } = matchBlocks(runbook, record);
  const page = { runbook, lines: readLines(runbook.source.file, runbook.source.text) };
  const drift = [
    ...driftOfHead(page, record),
    ...blocks.filter(({ same }) => !same).map((matched) => driftOfBlock(matched, page)),
    ...driftOfOrder(blocks, record, page),
    ...gone.map((recorded) => driftOfGone(recorded, page, record)),
  ];
  return drift.map((found) => ({ ...found, severity: 'error', hint: hintFor(runbook) }));
}

type Drift = Omit<Diagnostic, 'severity' | 'hint'>;

type Page = { readonly runbook: Runbook; readonly lines: Lines };

function hintFor({ source }: Runbook): string {
  return `Run it again and record it: \`runbook exec ${source.file} --record\`.`;
}

function driftOfHead(page: Page, { head, verified }: RunRecord): readonly Drift[] {
  const { meta } = page.runbook;
  const now = headLines(meta);
  if (allSayTheSame(now, head)) return [];
  const { diff, changed } = textDiff(head, now);
  const key = (now[changed] ?? head[changed] ?? '').split(':')[0] ?? '';
  const message = `The front matter has changed since it was recorded on ${verified}.`;
  return [{ code: 'record/changed', message, span: meta.spans[key] ?? lineSpan(page, 1), diff }];
}

function driftOfBlock({ block, lines, recorded }: MatchedBlock, page: Page): Drift {
  const now = lines.map(({ text }) => text);
  if (recorded === undefined) {
    const message = `The block \`${block.id}\` is not in the record: nobody has seen it pass.`;
    return { code: 'record/not-recorded', message, span: lineSpan(page, block.span.start.line) };
  }
  const { diff, changed } = textDiff(recordedLines(recorded), now);
  const line = (lines[changed] ?? lines.at(-1))?.line ?? block.span.start.line;
  const message = `The block \`${block.id}\` has changed since it was recorded.`;
  return { code: 'record/changed', message, span: lineSpan(page, line), diff };
}

/** The first block that runs behind one that it ran before: what it prints may depend on that. */
function driftOfOrder(blocks: readonly MatchedBlock[], record: RunRecord, page: Page): readonly Drift[] {
  const places = new Map(record.blocks.map((recorded, at) => [recorded, at]));
  let latest = { id: '', at: -1 };
  for (const { block, recorded } of blocks) {
    const at = recorded && places.get(recorded);
    if (at === undefined) continue;
    if (at < latest.at) {
      const message = `The block \`${block.id}\` stands behind \`${latest.id}\`, and ran before it when it was recorded.`;
      return [{ code: 'record/moved', message, span: lineSpan(page, block.span.start.line) }];
    }
    latest = { id: block.id, at };
  }
  return [];
}

/** A block that is gone has no place but that of its step, or else behind what stood before it. */
function driftOfGone(recorded: RecordedBlock, page: Page, { blocks }: RunRecord): Drift {
  const before = blocks.slice(0, blocks.indexOf(recorded)).map(({ step }) => step);
  const named = [recorded.step, ...before.toReversed()];
  const step = named.flatMap((id) => page.runbook.steps.filter((each) => each.id === id))[0];
  const message = `The block \`${recorded.block}\` is in the record and no more on the page.`;
  const { diff } = textDiff(recordedLines(recorded), []);
  return { code: 'record/gone', message, span: lineSpan(page, step?.span.start.line ?? 1), diff };
}

function textDiff(recorded: readonly string[], now: readonly string[]) {
  const lines = (texts: readonly string[]) => texts.map((text) => ({ text }));
  return lineDiff(lines(recorded), lines(now), (one, other) => saysTheSame(one.text, other.text));
}

/** A line of the document without the blanks at its ends. */
function lineSpan({ lines }: Page, line: number): Span {
  const written = lineText(lines, line);
  const from = written.length - written.trimStart().length + 1;
  return {
    file: lines.file,
    start: pointAt(lines, line, from),
    end: pointAt(lines, line, Math.max(from, written.trimEnd().length + 1)),
  };
}
