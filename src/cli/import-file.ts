import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { RunbookError } from '../engine/diagnostics/error.ts';
import { formatDiagnostic } from '../engine/diagnostics/format.ts';
import { nearest } from '../engine/diagnostics/nearest.ts';
import { printable } from '../engine/diagnostics/printable.ts';
import { type ImportCandidate, type Imported, importText } from '../engine/import/import-text.ts';
import { type ImportFormatName, importFormats } from '../engine/import/registry.ts';
import { counted, painter } from '../engine/report/style.ts';
import { cannotWrite } from './cannot-write.ts';
import { exitCodeOfDiagnostics } from './exit-codes.ts';
import type { Io } from './io.ts';
import { say, sayDocument } from './say.ts';
import { usageError } from './usage-error.ts';

/** `cluster` are contexts by the variable that stands for them. */
type ImportOptions = {
  readonly from?: string;
  readonly output?: string;
  readonly force?: true;
  readonly cluster: Readonly<Record<string, string>>;
};

type Done = Extract<Imported, { readonly kind: 'imported' }>;

/** Imports a file; the runbook goes to a file or standard output, everything else to standard error. */
export function importFile(file: string, options: ImportOptions, io: Io): number {
  if (options.force && options.output === undefined)
    throw usageError('`--force` has nothing to overwrite', 'Name a file with `--output`, or leave it out.');
  const from = options.from === undefined ? undefined : formatCalled(options.from);
  const text = readText(file, io);
  const imported = importText(
    { file, text, path: resolve(io.cwd, file) },
    { contexts: options.cluster, ...(from === undefined ? {} : { from }) },
  );
  if (imported.kind === 'unclear') throw unclear(file, from, imported.candidates);
  if (imported.kind === 'idle') {
    showRemarks(imported.remarks, io);
    throw usageError(
      `\`${file}\` was read as ${imported.format}, and nothing in it could run`,
      'A runbook needs a command: add a `bash` block, or import another document.',
    );
  }
  if (options.output === undefined) sayDocument(io.out, imported.text);
  else writeNew(options.output, imported.text, options.force === true, io);
  report(imported, file, options.output ?? 'the result', io);
  return exitCodeOfDiagnostics(imported.diagnostics);
}

const names = Object.keys(importFormats);

function formatCalled(name: string): ImportFormatName {
  if (Object.hasOwn(importFormats, name)) return name as ImportFormatName;
  const near = nearest(name, names);
  throw usageError(
    `There is no format \`${name}\``,
    near === undefined ? `The formats are: ${names.join(', ')}.` : `Did you mean \`${near}\`?`,
  );
}

/** Bytes that are no text would be lost on the way: they are refused. */
function readText(file: string, io: Io): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(io.cwd, file));
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const why = cause instanceof Error ? cause.message.replace(/, \w+(?: '.*')?$/, '') : String(cause);
    const message = missing ? `There is no file \`${file}\`` : `The file \`${file}\` cannot be read: ${why}`;
    const code = missing ? 'cli/no-such-file' : 'cli/unreadable-file';
    throw new RunbookError(
      [{ code, severity: 'error', message, hint: 'Name a text file that you may read.' }],
      { cause },
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const message = `The file \`${file}\` is not UTF-8 text`;
    throw new RunbookError([
      { code: 'cli/unreadable-file', severity: 'error', message, hint: 'Convert it to UTF-8 first.' },
    ]);
  }
}

function writeNew(file: string, text: string, force: boolean, io: Io): void {
  try {
    writeFileSync(resolve(io.cwd, file), text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw usageError(`\`${file}\` is there already`, 'Name another file, or overwrite it with `--force`.');
    throw cannotWrite(`\`${file}\` cannot be written`, error, 'Name a file in a folder that is there.');
  }
}

function unclear(
  file: string,
  from: string | undefined,
  candidates: readonly ImportCandidate[],
): RunbookError {
  if (from !== undefined) {
    return usageError(
      `\`${file}\` has nothing that could be imported from ${from}`,
      `The formats are: ${names.join(', ')}.`,
    );
  }
  if (candidates.length === 0) {
    const known = names.map(
      (name) => `\n           ${name.padEnd(16)}${importFormats[name as ImportFormatName].summary}`,
    );
    return usageError(
      `\`${file}\` has none of the formats that can be imported`,
      `These can be:${known.join('')}`,
    );
  }
  const seen = candidates.map(({ name, what, span }) => `\`${name}\` (line ${span.start.line}: ${what})`);
  const choices = candidates.map(({ name }) => `\`--from ${name}\``).join(' or ');
  return usageError(
    `\`${file}\` may be ${seen.join(' or ')}`,
    `Say which with ${choices}; what that leaves can be imported from the result again.`,
  );
}

/** What is said of the document, with its places: those of a scenario stand in several files. */
function showRemarks(remarks: Done['remarks'], io: Io): void {
  const paint = painter(io.err.color);
  for (const { kind, span, message, suggested } of remarks) {
    const place = paint('bold', `${span.file}:${span.start.line}:${span.start.column}`);
    const mark = paint(kind === 'suggestion' ? 'cyan' : 'yellow', kind);
    say(io.err, `${place}  ${mark}  ${printable(message)}`);
    if (suggested !== undefined) say(io.err, `     ${printable(suggested)}`);
  }
}

function report(imported: Done, file: string, target: string, io: Io): void {
  showRemarks(imported.remarks, io);
  for (const diagnostic of imported.diagnostics) {
    const { span } = diagnostic;
    const shown = span ? { ...diagnostic, span: { ...span, file: target } } : diagnostic;
    say(io.err, formatDiagnostic(shown, imported.text, io.err));
  }
  const suggestions = imported.remarks.filter(({ kind }) => kind === 'suggestion').length;
  const notes = imported.remarks.length - suggestions;
  const errors = imported.diagnostics.filter(({ severity }) => severity === 'error').length;
  const state = errors > 0 ? `${counted(errors, 'mistake')} to fix` : 'no mistake in the result';
  say(
    io.err,
    `${file} read as ${imported.format}: ${counted(suggestions, 'suggestion')}, ${counted(notes, 'note')}; ${state}`,
  );
}
