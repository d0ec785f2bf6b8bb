import type { Output } from '../model/output.ts';
import {
  type RecordedBlock,
  type RecordedStatement,
  type RecordedTarget,
  type RunRecord,
  recordFormat,
} from '../model/record.ts';
import type { Block, Runbook, Statement, Step } from '../model/runbook.ts';
import { blocksOf, needsPerson, statementsOf } from '../model/statements.ts';
import type { OpaqueImage, TargetFacts } from '../model/target.ts';
import { opaqueNames } from '../report/opaque-text.ts';
import { type RunbookState, type StatementState, untouched } from '../run/state.ts';
import type { Evidence } from './evidence.ts';
import { expectationText } from './expectation-text.ts';
import { fenceText } from './fence-text.ts';
import { headLines } from './head-lines.ts';
import { recordedOutput } from './recorded-output.ts';
import { statementText } from './statement-text.ts';

/** A runbook that a run is through with. `verified` is the day, `2026-01-31`; `evidence` what lay beside the page. */
type Finished = Pick<RunRecord, 'by' | 'job'> & {
  readonly runbook: Runbook;
  /** Values of the page's inputs as they may be shown. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly state: RunbookState;
  readonly target: TargetFacts;
  readonly opaque: readonly OpaqueImage[];
  readonly verified: string;
  readonly evidence: Evidence;
};

/** What a run saw of a runbook that passed. Pure. */
export function recordOfRun(finished: Finished): RunRecord {
  const { runbook, inputs = {}, state, target, opaque, verified, by, job, evidence } = finished;
  const stateOf = (statement: Statement) =>
    state.statements[state.index.get(statement.id)?.at ?? -1] ?? untouched;
  const ran = statementsOf(blocksOf(runbook).filter(({ options }) => !needsPerson(options)));
  const ms = ran.reduce((sum, statement) => sum + durationOf(stateOf(statement)), 0);
  const blocks = runbook.steps.flatMap((step) =>
    step.blocks.map((block) => recordedBlock(step, block, stateOf)),
  );
  return {
    format: recordFormat,
    verified,
    by,
    ...(job === undefined ? {} : { job }),
    target: {
      ...recordedTarget(target, runbook, printedNames(target, blocks)),
      ...(opaque.length === 0 ? {} : { opaque: opaqueNames(opaque).toSorted() }),
    },
    seconds: rounded(ms),
    head: headLines(runbook.meta),
    ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
    ...evidence,
    blocks,
  };
}

/** Of the names that only a cluster has those that were printed: the others are nobody's business. */
function printedNames({ clusters }: TargetFacts, blocks: readonly RecordedBlock[]): ReadonlySet<string> {
  const printed = blocks
    .flatMap(({ segments }) => segments.flatMap(({ statements }) => statements))
    .flatMap(({ stdout, stderr }) => [...(stdout?.lines ?? []), ...(stderr?.lines ?? [])])
    .join('\n');
  const names = clusters.flatMap(({ ownNames = [] }) => ownNames);
  return new Set(names.filter((name) => printed.includes(name)));
}

/** Of a run of several runbooks only what this one names. */
function recordedTarget(
  { name, simulated, described = [], clusters, tools }: TargetFacts,
  { meta }: Runbook,
  printed: ReadonlySet<string>,
): RecordedTarget {
  const own = clusters.filter(({ variable }) => Object.hasOwn(meta.clusters, variable));
  // What the page takes in any version was not asked for its own.
  const named = Object.entries(tools).filter(
    ([tool, version]) => Object.hasOwn(meta.tools, tool) && version !== '*',
  );
  return {
    name,
    simulated,
    clusters: Object.fromEntries(
      own.map(({ variable, context, version, ownNames = [] }) => {
        const kept = ownNames.filter((name) => printed.has(name));
        return [variable, { context, version, ...(kept.length === 0 ? {} : { ownNames: kept }) }];
      }),
    ),
    tools: Object.fromEntries(named.toSorted(([one], [other]) => (one < other ? -1 : 1))),
    ...(described.length === 0 ? {} : { described: described.toSorted() }),
  };
}

function recordedBlock(
  step: Step,
  block: Block,
  stateOf: (statement: Statement) => StatementState,
): RecordedBlock {
  return {
    step: step.id,
    block: block.id,
    fence: fenceText(block),
    segments: block.segments.map(({ statements, expectations, ways = [] }) => ({
      statements: statements.map((statement) => recordedStatement(statement, stateOf(statement))),
      expectations: expectations.flatMap(expectationText),
      ...(ways.length === 0 ? {} : { ways: ways.map(({ expectation }) => expectation.source) }),
    })),
  };
}

function recordedStatement(statement: Statement, state: StatementState): RecordedStatement {
  const source = statementText(statement);
  const { outcome, reason, output } = state;
  if (outcome !== 'passed')
    return { source, outcome: 'skipped', ...(reason === undefined ? {} : { reason }) };
  const seconds = rounded(durationOf(state));
  return {
    source,
    outcome,
    ...(seconds < 1 ? {} : { seconds }),
    ...(output === undefined ? {} : printedBy(output)),
  };
}

function printedBy({ exitCode, stdout, stderr }: Output): Partial<RecordedStatement> {
  const out = recordedOutput(stdout);
  const err = recordedOutput(stderr);
  return {
    ...(exitCode === null || exitCode === 0 ? {} : { exitCode }),
    ...(out === undefined ? {} : { stdout: out }),
    ...(err === undefined ? {} : { stderr: err }),
  };
}

function durationOf({ startedAtMs, endedAtMs = startedAtMs, outcome }: StatementState): number {
  return outcome === 'passed' ? endedAtMs - startedAtMs : 0;
}

/** Seconds in two digits: `0.4`, `7.2`, `34`. */
function rounded(ms: number): number {
  return ms < 9950 ? Math.round(ms / 100) / 10 : Math.round(ms / 1000);
}
