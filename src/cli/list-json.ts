import type { Loaded } from '../engine/load.ts';
import { loadRecords, shownRecord } from '../engine/record/load-records.ts';
import { type Standing, standingsOf } from '../engine/record/standing.ts';

/**
 * Runbooks for programs, as JSON. `records` are all of a page, `verified` the one that its page shows; `changed` says that
 * the page differs by now.
 */
export function listJson(pages: readonly (Loaded & { readonly file: string })[]): string {
  const value = pages.map(({ file, runbook, diagnostics }) => {
    const records = loadRecords(runbook.source);
    const standings = standingsOf(runbook, records, { now: new Date() });
    const shown = shownRecord(records);
    const verified = standings.find(({ record }) => record === shown?.record);
    const { description } = runbook.meta;
    return {
      file,
      title: runbook.title,
      ...(description === undefined ? {} : { description }),
      steps: runbook.steps.map(({ id, title }) => ({ id, title })),
      errors: diagnostics.filter(({ severity }) => severity === 'error').length,
      ...(verified === undefined ? {} : { verified: verifiedOf(verified), records: standings.map(recordOf) }),
    };
  });
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

const verifiedOf = ({ record, state }: Standing) => ({
  day: record.verified,
  target: record.target.name,
  simulated: record.target.simulated,
  changed: state === 'changed',
});

const recordOf = (standing: Standing) => ({
  name: standing.name,
  state: standing.state,
  ...verifiedOf(standing),
  kubernetes: [...new Set(Object.values(standing.record.target.clusters).map(({ version }) => version))],
  checks: standing.checks,
});
