import type { FailureReport } from './failure.ts';
import { painter } from './style.ts';
import { diagnosisText } from './text-diagnosis.ts';
import { failureText } from './text-failure.ts';

/** How a failure is shown where there are no colours and no terminal. */
const plain = { paint: painter(false), options: { color: false, columns: 100, verbose: false } };

/** A failure at length as the text reporter shows it, with what was found out about it, for a file. */
export function plainFailure(report: FailureReport): readonly string[] {
  const { diagnosis } = report;
  const found = diagnosis === undefined ? [] : diagnosisText(diagnosis, plain);
  return [...failureText(report, plain), ...found].filter((line) => line !== '');
}
