/** The door of the engine: what the public API and the plugin of vitest are made of. */
export { RunbookError } from './diagnostics/error.ts';
export { formatDiagnostic } from './diagnostics/format.ts';
export { namedInputs } from './inputs/named-inputs.ts';
export { loadRunbook, resolveBeside } from './load.ts';
export type { Diagnostic } from './model/diagnostic.ts';
export type { RunEvent, Totals } from './model/event.ts';
export type { Outcome, Output } from './model/output.ts';
export type { Plan, PlannedItem, PlanOptions } from './model/plan.ts';
export type { RunRecord } from './model/record.ts';
export type { Reporter, ReporterFactory, ReporterOptions } from './model/reporter.ts';
export type {
  Block,
  Expectation,
  FrontMatter,
  NotRun,
  Runbook,
  Segment,
  Statement,
  Step,
} from './model/runbook.ts';
export type { Source, Span } from './model/source.ts';
export type { TargetFacts } from './model/target.ts';
export type { Judgement, Verdict } from './model/verdict.ts';
export { parse } from './parse.ts';
export { occupied } from './plan/occupied.ts';
export { plan } from './plan/plan.ts';
export { recordSchema } from './record/record-schema.ts';
export { eventSchema } from './report/event-schema.ts';
export { opaqueLines } from './report/opaque-text.ts';
export { reporters } from './report/registry.ts';
export { shownFailure } from './report/shown-failure.ts';
export { notRunLines } from './report/text-summary.ts';
export { exitCodeOf, reduce } from './run/reduce.ts';
export { run } from './run/run.ts';
export { initialState, type RunState } from './run/state.ts';
