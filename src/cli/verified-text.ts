import { printable } from '../engine/diagnostics/printable.ts';
import type { RecordedTarget } from '../engine/model/record.ts';
import type { Runbook } from '../engine/model/runbook.ts';
import { faultsOf } from '../engine/record/faults.ts';
import { loadRecord } from '../engine/record/load-record.ts';
import { simulatedText } from '../engine/record/simulated-text.ts';
import type { Paint } from '../engine/report/style.ts';

/** When a runbook was last verified and on what, in a line: by the record beside it. */
export function verifiedText(runbook: Runbook, paint: Paint): string {
  const { record, diagnostics } = loadRecord(runbook.source);
  if (diagnostics.length > 0) return paint('red', 'its record cannot be read');
  if (record === undefined) return paint('dim', 'never verified');
  const text = printable(`verified ${record.verified} ${whereText(record.target)}`);
  if (faultsOf(runbook, record, { now: new Date() }).length === 0) return paint('dim', text);
  return `${paint('dim', text)}${paint('yellow', ', changed since')}`;
}

/** `on the sandbox (simulated), Kubernetes v1.33.1+sandbox`. */
function whereText(target: RecordedTarget): string {
  const { name, simulated, clusters } = target;
  const known = Object.values(clusters);
  const versions = [...new Set(known.map(({ version }) => version))].join(', ');
  const where = simulated
    ? `on the ${name} (${simulatedText(target)})`
    : known.length > 0
      ? 'on clusters'
      : 'on this machine';
  return versions === '' ? where : `${where}, Kubernetes ${versions}`;
}
