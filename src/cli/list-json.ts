import type { Loaded } from '../engine/load.ts';
import { faultsOf } from '../engine/record/faults.ts';
import { loadRecord } from '../engine/record/load-record.ts';

/** Runbooks for programs, as JSON. `verified` is of the last recorded run; `changed` says that the page differs by now. */
export function listJson(pages: readonly (Loaded & { readonly file: string })[]): string {
  const value = pages.map(({ file, runbook, diagnostics }) => {
    const { record } = loadRecord(runbook.source);
    const { description } = runbook.meta;
    return {
      file,
      title: runbook.title,
      ...(description === undefined ? {} : { description }),
      steps: runbook.steps.map(({ id, title }) => ({ id, title })),
      errors: diagnostics.filter(({ severity }) => severity === 'error').length,
      ...(record === undefined
        ? {}
        : {
            verified: {
              day: record.verified,
              target: record.target.name,
              simulated: record.target.simulated,
              changed: faultsOf(runbook, record, { now: new Date() }).length > 0,
            },
          }),
    };
  });
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
