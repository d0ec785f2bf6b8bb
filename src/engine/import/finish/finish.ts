import type { Parsed } from '../../parse.ts';
import type { Conversion } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { type Contexts, declareClusters } from './clusters.ts';
import { refusedKeys } from './front-matter.ts';
import { headOf } from './head.ts';
import { savedFiles } from './saved-files.ts';
import { longWaits } from './timeouts.ts';

/** What every import needs behind its conversion: a front matter that the engine takes, clusters, files that are saved. */
export function finish(converted: ImportSource, parsed: Parsed, contexts: Contexts): Conversion {
  const head = headOf(converted);
  const parts = [
    ...(head?.language === 'yaml' ? [refusedKeys(converted.lines, head, parsed.diagnostics)] : []),
    declareClusters(parsed, converted, { head, contexts }),
    savedFiles(parsed.runbook, converted),
    longWaits(parsed.runbook, converted),
  ];
  return {
    edits: parts.flatMap(({ edits }) => edits),
    remarks: parts.flatMap(({ remarks }) => remarks),
  };
}
