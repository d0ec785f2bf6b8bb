import type { ReporterFactory } from '../model/reporter.ts';

/**
 * Every event as one line of JSON: the whole run, to be read by programs or played again. `format` of the first says
 * how to read them; `event-schema.ts` is the JSON Schema of a line.
 */
export const ndjson: ReporterFactory = (write) => ({
  onEvent: (event) => write(`${JSON.stringify(event)}\n`),
});
