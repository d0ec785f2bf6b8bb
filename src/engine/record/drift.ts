import type { Diagnostic } from '../model/diagnostic.ts';
import type { RecordedBlock, RunRecord } from '../model/record.ts';
import type { Runbook } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import { lineText, pointAt, readLines } from '../parse/lines.ts';
import { recordedLines } from './block-lines.ts';
import { headLines } from './head-lines.ts';
import { lineDiff } from './line-diff.ts';
import { type MatchedBlock, matchBlocks } from './match-blocks.ts';
import { allSayTheSame, saysTheSame } from './says-the-same.ts';

/**
 * What a runbook runs and checks otherwise than when it was recorded: an error for each block, at its first line that
 * differs. How the document is spelled, its prose, its headings and the order of its blocks are no drift.
 */
export function driftOf(runbook: Runbook, record: RunRecord): readonly Diagnostic[] {
  const { blocks, gone } = matchBlocks(runbook, record);
  const drift = [
    ...driftOfHead(runbook, record),
    ...blocks.filter(({ same }) => !same).map((matched) => driftOfBlock(matched, runbook)),
    ...gone.map((recorded) => driftOfGone(recorded, runbook, record)),
  ];
  return drift.map((found) => ({ ...found, severity: 'error', hint: hintFor(runbook) }));
}

type Drift = Omit<Diagnostic, 'severity' | 'hint'>;

function hintFor({ source }: Runbook): string {
  return `Run it again and record it: \`runbook exec ${source.file} --record\`.`;
}

function driftOfHead(runbook: Runbook, { head, verified }: RunRecord): readonly Drift[] {
  const now = headLines(runbook.meta);
  if (allSayTheSame(now, head)) return [];
  const { diff, changed } = textDiff(head, now);
  const key = (now[changed] ?? head[changed] ?? '').split(':')[0] ?? '';
  const message = `The front matter has changed since it was recorded on ${verified}.`;
  return [{ code: 'record/changed', message, span: runbook.meta.spans[key] ?? lineSpan(runbook, 1), diff }];
}

function driftOfBlock({ block, lines, recorded }: MatchedBlock, runbook: Runbook): Drift {
  const now = lines.map(({ text }) => text);
  if (recorded === undefined) {
    const message = `The block \`${block.id}\` is not in the record: nobody has seen it pass.`;
    return { code: 'record/not-recorded', message, span: lineSpan(runbook, block.span.start.line) };
  }
  const { diff, changed } = textDiff(recordedLines(recorded), now);
  const line = (lines[changed] ?? lines.at(-1))?.line ?? block.span.start.line;
  const message = `The block \`${block.id}\` has changed since it was recorded.`;
  return { code: 'record/changed', message, span: lineSpan(runbook, line), diff };
}

/** A block that is gone has no place but that of its step, or else behind what stood before it. */
function driftOfGone(recorded: RecordedBlock, runbook: Runbook, { blocks }: RunRecord): Drift {
  const before = blocks.slice(0, blocks.indexOf(recorded)).map(({ step }) => step);
  const named = [recorded.step, ...before.toReversed()];
  const step = named.flatMap((id) => runbook.steps.filter((each) => each.id === id))[0];
  const message = `The block \`${recorded.block}\` is in the record and no more on the page.`;
  const { diff } = textDiff(recordedLines(recorded), []);
  return { code: 'record/gone', message, span: lineSpan(runbook, step?.span.start.line ?? 1), diff };
}

function textDiff(recorded: readonly string[], now: readonly string[]) {
  const lines = (texts: readonly string[]) => texts.map((text) => ({ text }));
  return lineDiff(lines(recorded), lines(now), (one, other) => saysTheSame(one.text, other.text));
}

/** A line of the document without the blanks at its ends. */
function lineSpan({ source: { file, text } }: Runbook, line: number): Span {
  const lines = readLines(file, text);
  const written = lineText(lines, line);
  const from = written.length - written.trimStart().length + 1;
  return {
    file,
    start: pointAt(lines, line, from),
    end: pointAt(lines, line, Math.max(from, written.trimEnd().length + 1)),
  };
}
