import type { BatchReporterFactory } from '../../model/reporter.ts';
import type { ReporterName } from '../registry.ts';
import { batchGithub } from './github.ts';
import { batchJunit } from './junit.ts';
import { batchMarkdown } from './markdown.ts';
import { batchNdjson } from './ndjson.ts';
import { batchText } from './text.ts';

/** Every reporter as it tells of many runs at once. */
export const batchReporters = {
  text: batchText,
  ndjson: batchNdjson,
  junit: batchJunit,
  github: batchGithub,
  markdown: batchMarkdown,
} satisfies Record<ReporterName, BatchReporterFactory>;
