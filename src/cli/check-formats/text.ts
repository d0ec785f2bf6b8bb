import { formatDiagnostic } from '../../engine/diagnostics/format.ts';
import { counted, painter } from '../../engine/report/style.ts';
import { say } from '../say.ts';
import { type CheckFormat, type Counts, countsOf } from './checked.ts';

/** For people: every mistake with its place on standard error, then how many there are. */
export const text: CheckFormat = (checked, { err, out }) => {
  for (const file of checked.files) {
    for (const diagnostic of file.diagnostics) say(err, formatDiagnostic(diagnostic, file.text, err));
  }
  say(out, totals(countsOf(checked)));
  const code = checked.files.flatMap(({ diagnostics }) => diagnostics)[0]?.code;
  if (code) say(out, `${painter(out.color)('dim', `More about a code: runbook explain ${code}`)}`);
};

/** `3 files: 2 errors, 0 warnings`, with what else there is to know. */
export function totals({ files, errors, warnings, notes, unchecked, plain }: Counts): string {
  const found =
    errors + warnings === 0
      ? 'nothing to complain about'
      : `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  const noted = notes === 0 ? '' : `, ${counted(notes, 'note')}`;
  const without = unchecked === 0 ? '' : `; ${counted(unchecked, 'file')} without a check`;
  const idle = plain === 0 ? '' : `; ${counted(plain, 'file')} with nothing to run`;
  return `${counted(files, 'file')}: ${found}${noted}${without}${idle}`;
}
