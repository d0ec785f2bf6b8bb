import type { BatchReporterFactory } from '../../model/reporter.ts';

/** Every event as one line of JSON; those of a run are as in a run alone, and say with `run` which one it is. */
export const batchNdjson: BatchReporterFactory = (write) => ({
  onEvent: (event) => write(`${JSON.stringify(event)}\n`),
});
