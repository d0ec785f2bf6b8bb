import type { ReporterFactory } from '../model/reporter.ts';
import { ndjson } from './ndjson.ts';
import { text } from './text.ts';

/** Reporters by name, as `--reporter` takes them. */
export const reporters = {
  ndjson,
  text,
} satisfies Record<string, ReporterFactory>;

export type ReporterName = keyof typeof reporters;
