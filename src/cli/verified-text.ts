import { printable } from '../engine/diagnostics/printable.ts';
import type { RecordedTarget } from '../engine/model/record.ts';
import type { Runbook } from '../engine/model/runbook.ts';
import { loadRecords } from '../engine/record/load-records.ts';
import { simulatedText } from '../engine/record/simulated-text.ts';
import { type Standing, standingsOf } from '../engine/record/standing.ts';
import { counted, type Paint } from '../engine/report/style.ts';

/** When a runbook was last verified, on what and by how many checks: a line for each record beside it. */
export function verifiedText(runbook: Runbook, paint: Paint): readonly string[] {
  const records = loadRecords(runbook.source);
  if (records.length === 0) return [paint('dim', 'never verified')];
  const unreadable = records.filter(({ record }) => record === undefined);
  return [
    ...standingsOf(runbook, records, { now: new Date() }).map((each) => lineOf(each, paint)),
    ...unreadable.map(({ label }) =>
      paint('red', `its record${label === undefined ? '' : ` ${printable(label)}`} cannot be read`),
    ),
  ];
}

function lineOf({ state, record, label, checks }: Standing, paint: Paint): string {
  const name = label === undefined ? '' : `${label}: `;
  const what = checks === 0 ? 'ran' : 'verified';
  const seen = checks === 0 ? 'nothing checked' : counted(checks, 'check');
  const line = paint(
    'dim',
    printable(`${name}${what} ${record.verified} ${whereText(record.target)}, ${seen}`),
  );
  if (state === 'changed') return `${line}${paint('yellow', ', changed since')}`;
  return state === 'partly' ? `${line}${paint('yellow', ', not all of it run')}` : line;
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
