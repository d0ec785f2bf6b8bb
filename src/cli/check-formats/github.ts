import { diagnosticCodes } from '../../engine/model/codes.ts';
import type { Diagnostic } from '../../engine/model/diagnostic.ts';
import { annotation } from '../../engine/report/annotation.ts';
import { type CheckFormat, countsOf } from './checked.ts';
import { totals } from './text.ts';

/** For GitHub Actions: an annotation on the line of each mistake, and the count in the log. */
export const github: CheckFormat = (checked, world) => {
  for (const { file, diagnostics } of checked.files) {
    for (const diagnostic of diagnostics)
      world.out.write(`${annotation({ ...annotated(diagnostic), file }, world)}\n`);
  }
  world.out.write(`${totals(countsOf(checked))}\n`);
};

function annotated({ severity, code, message, hint, span, diff }: Diagnostic) {
  const title = `${diagnosticCodes[code]} (${code})`;
  const said = hint ? `${message} ${hint}` : message;
  return { severity, title, message: diff === undefined ? said : `${said}\n${diff}`, span };
}
