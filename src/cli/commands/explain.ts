import { nearest } from '../../engine/diagnostics/nearest.ts';
import { type DiagnosticCode, diagnosticCodes } from '../../engine/model/codes.ts';
import { type CliCommand, examples } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { usageError } from '../usage-error.ts';

/** `runbook explain [CODE]`: what a diagnostic means and how to fix it. */
export const explain: CliCommand = (program, io, exit) => {
  program
    .command('explain')
    .summary('say what a diagnostic means and how to fix it')
    .description('Explain a diagnostic and how to fix it. Without a code: list them all.')
    .argument(
      '[code]',
      'the code in brackets behind a message, an area of codes, or the part behind the slash',
    )
    .addHelpText(
      'after',
      examples(
        ['runbook explain', 'every code'],
        ['runbook explain parse/bad-duration', 'one of them'],
        ['runbook explain target', 'those of one area'],
      ),
    )
    .action(async (code: string | undefined) => exit(await say(code, io)));
};

const codes = Object.keys(diagnosticCodes) as DiagnosticCode[];

async function say(asked: string | undefined, io: Io): Promise<number> {
  // Loaded late: texts that no other command needs.
  const { explainText, listText } = await import('../explain-text.ts');
  const wanted = (asked ?? '').toLowerCase().replace(/^\[|\/?\]?$/g, '');
  const listed = codes.filter((code) => wanted === '' || code.startsWith(`${wanted}/`));
  if (listed.length > 0) {
    io.out.write(listText(listed, io.out));
    return exitCodes.passed;
  }
  const code = codes.find((each) => each === wanted || slugOf(each) === wanted);
  if (code === undefined) throw unknownCode(asked ?? '', wanted);
  const { explanations } = await import('../../engine/diagnostics/explanations/table.ts');
  io.out.write(explainText(code, explanations[code], io.out));
  return exitCodes.passed;
}

function slugOf(code: string): string {
  return code.slice(code.indexOf('/') + 1);
}

function unknownCode(asked: string, wanted: string): Error {
  const slug = slugOf(wanted);
  const near =
    nearest(wanted, codes) ??
    codes.find((code) => slugOf(code) === nearest(slug, codes.map(slugOf))) ??
    codes.find((code) => slug.length > 3 && slugOf(code).split('-').includes(slug));
  const hint =
    near === undefined ? 'See `runbook explain` for the list.' : `Did you mean \`runbook explain ${near}\`?`;
  return usageError(`There is no code \`${asked}\``, hint);
}
