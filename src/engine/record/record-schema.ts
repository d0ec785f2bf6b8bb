import { recordFormat } from '../model/record.ts';
import { constant, count, flag, list, map, number, object, oneOf, ref, text } from '../report/json-schema.ts';

const lines = list(text);

/** JSON Schema (2020-12) of a record, which is what `runbook exec --record` writes beside a runbook. */
export const recordSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A record of a run of runbook',
  description: `Format ${recordFormat}. It gets another number when a field goes or means something else, not when one is added.`,
  ...object(
    {
      format: constant(recordFormat),
      digest: text,
      verified: text,
      by: text,
      target: ref('target'),
      seconds: number,
      head: lines,
      prose: text,
      blocks: list(ref('block')),
    },
    { job: ref('job'), inputs: map(text), files: map(text), required: map(text) },
  ),
  $defs: {
    job: object({ url: text }, { commit: text }),
    target: object(
      {
        name: text,
        simulated: flag,
        clusters: map(object({ context: text, version: text }, { ownNames: lines })),
        tools: map(text),
      },
      { opaque: lines, described: lines },
    ),
    block: object({ step: text, block: text, fence: text, segments: list(ref('segment')) }),
    segment: object({ statements: list(ref('statement')), expectations: lines }, { ways: lines }),
    statement: object(
      { source: lines, outcome: oneOf('passed', 'skipped') },
      { reason: text, seconds: number, exitCode: count, stdout: ref('output'), stderr: ref('output') },
    ),
    output: object({ lines }, { omitted: object({ after: count, lines: count }) }),
  },
} as const;
