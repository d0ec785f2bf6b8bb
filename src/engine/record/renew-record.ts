import { diffArrays } from 'diff';
import type { RecordedOutput, RecordedStatement, RunRecord } from '../model/record.ts';
import type { Runbook } from '../model/runbook.ts';
import { needsPerson } from '../model/statements.ts';
import { isLike, ownNamesOf, type Printed } from './comparable.ts';
import { pairStatements } from './pair-statements.ts';
import { printsAnything, type RecordedPlace, recordedPlaces } from './recorded-places.ts';
import { settled } from './settled.ts';

/**
 * The record of a run that keeps of an earlier one all that differs only in what doesn't matter: recording again what
 * prints the same changes nothing but the day. Pure.
 */
export function renewRecord(runbook: Runbook, now: RunRecord, before: RunRecord): RunRecord {
  const places = recordedPlaces(runbook, now);
  const pairs = pairStatements(now, before);
  const names = { now: ownNamesOf(now), before: ownNamesOf(before) };
  const renew = (statement: RecordedStatement): RecordedStatement => {
    const [earlier, place] = [pairs.get(statement), places.get(statement)];
    return earlier && place ? renewStatement(statement, earlier, { place, names }) : statement;
  };
  return {
    ...now,
    seconds: renewSeconds(now.seconds, before.seconds),
    blocks: now.blocks.map((block) => ({
      ...block,
      segments: block.segments.map((segment) => ({
        ...segment,
        statements: segment.statements.map(renew),
      })),
    })),
  };
}

/** Keeps a figure that hasn't changed by more than half; changes of less than a second are the machine's. */
function renewSeconds(now: number, before: number): number {
  return Math.abs(now - before) > Math.max(1, before / 2) ? now : before;
}

type Renewing = {
  readonly place: RecordedPlace;
  /** Names that only the clusters of the two runs have. */
  readonly names: { readonly now: readonly string[]; readonly before: readonly string[] };
};

function renewStatement(
  now: RecordedStatement,
  before: RecordedStatement,
  { place, names }: Renewing,
): RecordedStatement {
  // Whether there was a person to do it is not the page's.
  if (needsPerson(place.block.options)) return before;
  if (now.outcome !== before.outcome) return now;
  const { seconds: _, stdout: _out, stderr: _err, ...rest } = now;
  const seconds = renewSeconds(now.seconds ?? 0, before.seconds ?? 0);
  const [stdout, stderr] = (['stdout', 'stderr'] as const).map((stream) =>
    renewOutput(
      { output: now[stream], ownNames: names.now },
      { output: before[stream], ownNames: names.before },
      place,
    ),
  );
  const { exitCode, ...head } = rest;
  return {
    ...head,
    ...(seconds === 0 ? {} : { seconds }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(stdout === undefined ? {} : { stdout }),
    ...(stderr === undefined ? {} : { stderr }),
  };
}

function renewOutput(one: Printed, other: Printed, place: RecordedPlace): RecordedOutput | undefined {
  const [now, before] = [one.output, other.output];
  if (printsAnything(place)) return before ?? now;
  if (isLike(one, other, place)) return before;
  if (now === undefined || before === undefined) return now;
  return { ...now, lines: renewLines(now.lines, before.lines) };
}

/** Lines that are like one of before stay as that was. */
function renewLines(now: readonly string[], before: readonly string[]): readonly string[] {
  const comparator = (one: string, other: string) => settled(one) === settled(other);
  let at = 0;
  return diffArrays([...before], [...now], { comparator }).flatMap(({ added, removed, value }) => {
    if (added) return value;
    const kept = before.slice(at, at + value.length);
    at += value.length;
    return removed ? [] : kept;
  });
}
