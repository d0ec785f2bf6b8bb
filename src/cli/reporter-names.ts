import type { ReporterName } from '../engine/report/registry.ts';

/** What `--reporter` takes: as strings, since the reporters themselves are loaded late. */
export const reporterNames = Object.keys({
  text: true,
  ndjson: true,
  junit: true,
  github: true,
  markdown: true,
} satisfies Record<ReporterName, true>);
