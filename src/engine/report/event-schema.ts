import type { BatchEvent } from '../model/batch.ts';
import { eventFormat, type RunEvent } from '../model/event.ts';
import { eventParts } from './event-parts.ts';
import {
  constant,
  count,
  either,
  flag,
  type JsonSchema,
  list,
  map,
  number,
  object,
  oneOf,
  ref,
  text,
} from './json-schema.ts';

const outcome = ref('outcome');
const totals = ref('totals');
const gaps = ref('gaps');
const reason = oneOf('asked', 'required');

/** Fields of each event beside those that all have: what it always has, what it may have. */
const events: Readonly<Record<RunEvent['type'], readonly [Fields, Fields?]>> = {
  'run-started': [
    {
      format: constant(eventFormat),
      target: ref('target'),
      runbooks: list(object({ file: text, title: text, steps: count, statements: count, reason })),
    },
  ],
  diagnostic: [{ diagnostic: ref('diagnostic') }],
  'runbook-started': [{ runbook: ref('runbook'), reason }],
  'runbook-skipped': [{ file: text, reason: text }],
  'cleanup-started': [{ file: text }],
  notice: [{ message: text }],
  'step-started': [{ step: text }],
  'statement-started': [{ statement: text, attempt: count }, { retry: count }],
  output: [{ statement: text, stream: oneOf('stdout', 'stderr'), text, late: flag }],
  'statement-ready': [{ statement: text, reason: text }],
  'attempt-finished': [
    { statement: text, attempt: count, output: ref('output'), verdicts: list(ref('verdict')) },
    { variables: map(text), retryInMs: number, holdMs: number, retry: count },
  ],
  'seen-again': [{ statement: text, output: ref('output'), afterMs: count }],
  'statement-finished': [
    { statement: text, outcome },
    { failure: ref('failure'), reason: text, passedBefore: text, retry: count },
  ],
  diagnosis: [{ statement: text, looks: list(ref('look')) }, { cause: text }],
  'run-paused': [{ pause: ref('pause') }],
  'run-resumed': [{ by: either(ref('command'), constant('interrupt')) }],
  'runbook-reloaded': [{ runbook: ref('runbook'), kept: list(text) }, { gone: text }],
  'went-back': [{ step: text, kept: list(text) }],
  'step-finished': [{ step: text, outcome }, { reason: text }],
  'runbook-finished': [{ file: text, outcome, totals, gaps }],
  'opaque-images': [{ images: list(ref('opaqueImage')) }],
  'left-behind': [{ objects: list(ref('leftObject')) }, { unseen: list(ref('unseenCluster')) }],
  'run-finished': [{ outcome, totals, gaps }],
};

type Fields = Readonly<Record<string, JsonSchema>>;

/** The same of the events about a batch. */
const batchEvents: Readonly<Record<BatchEvent['type'], readonly [Fields, Fields?]>> = {
  'batch-started': [
    { format: constant(eventFormat), files: list(text), jobs: count, retries: count },
    { shard: object({ index: count, of: count, total: count }) },
  ],
  'file-started': [{ file: text, nth: count }],
  'file-finished': [
    { file: text, outcome, flaky: flag, runs: count, spentMs: number },
    { reason: text, said: text },
  ],
  'batch-finished': [{ outcome }],
};

/** Which run of a batch an event belongs to; absent where there is no batch. */
const run = object({ file: text, nth: count });

/** JSON Schema (2020-12) of an event, which is a line of what the ndjson reporter writes. */
export const eventSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'An event of a run of runbook',
  description: `Format ${eventFormat}. It gets another number when a field goes or means something else, not when one is added.`,
  anyOf: [
    ...Object.entries(events).map(([type, [required, optional]]) =>
      eventOf(type, required, { ...optional, run }),
    ),
    ...Object.entries(batchEvents).map(([type, [required, optional]]) => eventOf(type, required, optional)),
  ],
  $defs: eventParts,
} as const;

function eventOf(type: string, required: Fields, optional?: Fields): JsonSchema {
  return object({ seq: count, atMs: number, type: constant(type), ...required }, optional);
}
