import type { ReporterFactory } from '../model/reporter.ts';
import { github } from './github.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { ndjson } from './ndjson.ts';
import { text } from './text.ts';

/** Reporters by name, as `--reporter` takes them. */
export const reporters = {
  text,
  ndjson,
  junit,
  github,
  markdown,
} satisfies Record<string, ReporterFactory>;

export type ReporterName = keyof typeof reporters;
