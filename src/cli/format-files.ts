import { lstatSync } from 'node:fs';
import { codeFrame } from '../engine/diagnostics/code-frame.ts';
import { RunbookError } from '../engine/diagnostics/error.ts';
import { formatDiagnostic } from '../engine/diagnostics/format.ts';
import { format } from '../engine/format/format.ts';
import type { Remark } from '../engine/format/remarks.ts';
import { unifiedDiff } from '../engine/format/unified-diff.ts';
import { loadSource } from '../engine/load.ts';
import type { Source } from '../engine/model/source.ts';
import { counted, painter } from '../engine/report/style.ts';
import { exitCodeOfDiagnostics, exitCodes } from './exit-codes.ts';
import { type FoundFile, findAllFiles, findFiles, standardInput } from './find-files.ts';
import type { Io } from './io.ts';
import { isAboutPlainPage } from './prepare.ts';
import { replaceFile } from './replace-file.ts';
import { say } from './say.ts';
import { showDiff } from './show-diff.ts';
import { usageError } from './usage-error.ts';

export type FmtOptions = {
  readonly check: boolean;
  readonly diff: boolean;
  readonly arrows: boolean;
  readonly fix: boolean;
  readonly skipPlain: boolean;
};

/** What became of a file; `code` is what to exit with because of it. */
type Result = { readonly state: 'same' | 'changed' | 'plain' | 'wrong'; readonly code: number };

/** Writes files in the standard form, or says what would change. @returns The code to exit with. */
export async function formatFiles(names: readonly string[], options: FmtOptions, io: Io): Promise<number> {
  const files = names.length > 0 ? findFiles(names, io.cwd) : findAllFiles(io.cwd);
  if (files.length === 0)
    throw usageError('There are no runbooks here', 'Name a file, or put runbooks into `runbooks/`.');
  const results: Result[] = [];
  for (const file of files.filter(isNoListedLink)) results.push(await formatFile(file, options, io));
  if (!names.includes(standardInput)) say(io.out, summary(results, options));
  return Math.max(exitCodes.passed, ...results.map(({ code }) => code));
}

/** A link in a folder leads to a file that is there itself, or that nobody asked for. */
function isNoListedLink({ listed, path }: FoundFile): boolean {
  return !(listed && lstatSync(path).isSymbolicLink());
}

async function formatFile(file: FoundFile, options: FmtOptions, io: Io): Promise<Result> {
  const source = readOrComplain(file, io);
  if (typeof source === 'number') return { state: 'wrong', code: source };
  const formatted = format(source, options);
  if ('errors' in formatted) {
    const { errors } = formatted;
    if ((file.listed || options.skipPlain) && errors.some(({ code }) => isAboutPlainPage(code)))
      return { state: 'plain', code: 0 };
    for (const error of errors) say(io.err, formatDiagnostic(error, source.text, io.err));
    return { state: 'wrong', code: exitCodeOfDiagnostics(errors) };
  }
  const { text, remarks } = formatted;
  if (file.text !== undefined && !options.check && !options.diff) {
    io.out.write(text);
    return { state: 'same', code: exitCodes.passed };
  }
  const result =
    text === source.text
      ? ({ state: 'same', code: exitCodes.passed } as const)
      : await change(source, text, options, io);
  if (!options.check) for (const remark of remarks) say(io.err, remarkText(remark, text, io.err));
  return result;
}

function readOrComplain(file: FoundFile, io: Io): Source | number {
  try {
    return loadSource(file);
  } catch (error) {
    if (!(error instanceof RunbookError)) throw error;
    for (const diagnostic of error.diagnostics) say(io.err, formatDiagnostic(diagnostic, undefined, io.err));
    return exitCodeOfDiagnostics(error.diagnostics);
  }
}

/** Writes the new text, or says that it would. */
async function change(
  { file, path, text }: Source,
  after: string,
  { check, diff }: FmtOptions,
  io: Io,
): Promise<Result> {
  if (diff) {
    io.out.write(showDiff(unifiedDiff({ file, before: text, after }), io.out));
  }
  if (check) say(io.out, `would format ${file}`);
  if (check || diff) return { state: 'changed', code: check ? exitCodes.failed : exitCodes.passed };
  const refused = replaceFile({ path, before: text, after });
  if (refused !== undefined) {
    say(io.err, `${file} was left alone: ${refused}`);
    return { state: 'wrong', code: exitCodes.usage };
  }
  say(io.out, `formatted ${file}`);
  return { state: 'changed', code: exitCodes.passed };
}

function remarkText({ span, message, hint }: Remark, text: string, { color, columns }: Io['err']): string {
  const paint = painter(color);
  const place = paint('bold', `${span.file}:${span.start.line}:${span.start.column}`);
  const lines = [
    `${place}  ${paint('cyan', 'note')}  ${message}`,
    '',
    codeFrame(text, span, { color, columns }),
    ...(hint === undefined ? [] : [`     ${paint('cyan', 'hint')}  ${hint}`]),
  ];
  return lines.join('\n');
}

function summary(results: readonly Result[], { check, diff }: FmtOptions): string {
  const count = (state: Result['state']) => results.filter((result) => result.state === state).length;
  const looked = results.length - count('plain');
  const parts = [
    `${count('changed')} ${check || diff ? 'would change' : 'formatted'}`,
    ...(count('wrong') > 0 ? [`${count('wrong')} left alone`] : []),
  ];
  return `${counted(looked, 'file')}: ${count('changed') + count('wrong') === 0 ? 'all in the standard form' : parts.join(', ')}`;
}
