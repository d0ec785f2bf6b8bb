import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommanderError } from 'commander';
import { RunbookError } from '../engine/diagnostics/error.ts';
import { formatDiagnostic } from '../engine/diagnostics/format.ts';
import { machineFault } from '../engine/diagnostics/machine-fault.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import { exitCodeOfDiagnostics, exitCodes } from './exit-codes.ts';
import { drained, type Io, type ProcessIo, processIo } from './io.ts';
import { buildProgram } from './program.ts';
import { say } from './say.ts';

/** Runs the command that `argv` asks for and ends the process with its exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const { words, color } = generalWords(argv);
  const io = openIo(color);
  let code: number = exitCodes.passed;
  const atLeast = (other: number): void => {
    code = Math.max(code, other);
  };
  // Outside of every call of ours, as in an event of a socket. What runs is stopped, and cleans up: that is no
  // interruption by a person.
  let broken: number | undefined;
  let ended = false;
  process.on('uncaughtException', (error) => {
    broken = Math.max(broken ?? 0, reportError(error, io));
    io.interruptions.vanish();
  });
  // An end that isn't the one below: a promise that is awaited can't be settled by anything any more.
  process.once('exit', (ending) => {
    if (!ended && ending === exitCodes.passed) process.exitCode = broken ?? exitCodes.bug;
  });
  atLeast(await exitCodeOf(words, io));
  await drained();
  atLeast(report(io.faults, io));
  await drained();
  // Whatever still holds the event loop (a keep-alive connection, the watchdog's pipe) must not hold the user.
  ended = true;
  process.exit(broken ?? code);
}

function openIo(color: boolean | undefined): ProcessIo {
  try {
    return processIo(color);
  } catch (error) {
    const fault = machineFault(error, 'The folder that this is run in cannot be told');
    if (fault === undefined) throw error;
    process.stderr.write(`${formatDiagnostic(fault, undefined, { color: false })}\n`);
    return process.exit(exitCodes.environment);
  }
}

/**
 * What counts for every command is taken out of its words: `--color`, `--no-color`. A `-v` alone asks for the version,
 * as it does of many programs; of `exec` it is another option.
 */
function generalWords(argv: readonly string[]): {
  readonly words: readonly string[];
  readonly color?: boolean;
} {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const said = argv.slice(0, end).findLast((word) => word === '--color' || word === '--no-color');
  const words = argv.filter((word, at) => at >= end || (word !== '--color' && word !== '--no-color'));
  const asked = words.length === 1 && words[0] === '-v' ? ['--version'] : words;
  return { words: asked, ...(said === undefined ? {} : { color: said === '--color' }) };
}

/** Runs a command in a world of its own. */
export async function exitCodeOf(argv: readonly string[], io: Io): Promise<number> {
  let code: number = exitCodes.passed;
  try {
    const program = buildProgram(io, (result) => {
      code = result;
    });
    await program.parseAsync(withPlainUpdate(argv), { from: 'user' });
    return code;
  } catch (error) {
    return reportError(error, io);
  }
}

/** `--update` takes no word behind it: that is a file. */
function withPlainUpdate(argv: readonly string[]): readonly string[] {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  return argv.map((word, at) => (word === '--update' && at < end ? '--update=ask' : word));
}

function reportError(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.passed : exitCodes.usage;
  if (error instanceof RunbookError) return report(error.diagnostics, io);
  const fault = machineFault(error);
  if (fault !== undefined) return report([fault], io);
  say(io.err, `runbook has a bug; what follows is for its developers.\n${inFull(error)}`);
  return exitCodes.bug;
}

function report(diagnostics: readonly Diagnostic[], io: Io): number {
  for (const diagnostic of diagnostics) {
    say(io.err, formatDiagnostic(diagnostic, textOf(diagnostic, io.cwd), io.err));
  }
  return exitCodeOfDiagnostics(diagnostics);
}

function inFull(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The text of the file that a diagnostic points into, if it is there to be shown. */
function textOf({ span }: Diagnostic, cwd: string): string | undefined {
  try {
    return span && readFileSync(resolve(cwd, span.file), 'utf8');
  } catch {
    return undefined;
  }
}
