import type { FailedCommand } from '../model/output.ts';
import { type LocatedScript, mindedFailure } from '../shell/failed-command.ts';
import { oneLine } from '../shell/one-line.ts';
import { watched } from '../shell/watched.ts';
import { reportFunction } from './driver.ts';
import type { Ending } from './shell.ts';
import type { ToldFailure } from './shell-channel.ts';

/** A loop may fail any number of times. */
const most = 20;

/** What bash told of a statement that has ended. */
export type Told = { readonly failed?: readonly FailedCommand[]; readonly pipeStatus: readonly number[] };

/** Which commands inside of statements failed, by what bash tells of them and by where they stand in the text. */
export class Failures {
  /** Texts that define functions, newest first: what fails in a function fails there. */
  #definitions: readonly LocatedScript[] = [];
  readonly #folder: string;

  /** `folder` is the session's: what bash reads from there is no file of the document's. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The text that is evaluated in place of a statement. */
  watch(statement: LocatedScript): string {
    if (/\(\)|\bfunction\b/.test(statement.script)) this.#definitions = [statement, ...this.#definitions];
    return watched(statement.script, reportFunction);
  }

  /** What failed inside of a statement. Its own end isn't part of that: `exitCode` and `pipeStatus` tell it. */
  of(ending: Ending, statement: LocatedScript): Told {
    const own = ending.failed.findLast((told) => this.#isOwn(told, ending));
    const inner = ending.failed.filter((told) => told !== own);
    const failed = inner.flatMap((told) => this.#minded(told, statement));
    const status = ending.kind === 'done' ? ending.pipeStatus : [];
    return {
      // Before bash 4.4 the trap costs the shell its PIPESTATUS.
      pipeStatus: own !== undefined && own.pipeStatus.length > status.length ? own.pipeStatus : status,
      ...(failed.length === 0 ? {} : { failed: distinct(failed).slice(0, most) }),
    };
  }

  #isOwn({ depth, status, function: name, file }: ToldFailure, { kind, exitCode }: Ending): boolean {
    return kind === 'done' && depth === 0 && status === exitCode && name === '' && this.#isOurs(file);
  }

  #minded(told: ToldFailure, statement: LocatedScript): readonly FailedCommand[] {
    if (!this.#isOurs(told.file)) return [{ ...plain(told), within: `file ${told.file}` }];
    const name = frames.has(told.function) ? '' : told.function;
    const defined = name === '' ? [] : this.#definitions.filter((each) => each !== statement);
    const minded = mindedFailure({ ...told, inFunction: name !== '' }, [statement, ...defined]);
    return minded === undefined
      ? []
      : [{ ...minded, ...(name === '' ? {} : { within: `function ${name}` }) }];
  }

  #isOurs(file: string): boolean {
    return file === '' || file === 'bash' || file === 'environment' || file.startsWith(this.#folder);
  }
}

/** What bash calls the places that are no function. */
const frames: ReadonlySet<string> = new Set(['', 'main', 'source']);

function plain({ status, command, line }: ToldFailure): FailedCommand {
  return { status, command: oneLine(command), line };
}

function distinct(failed: readonly FailedCommand[]): readonly FailedCommand[] {
  const seen = new Map(failed.map((each) => [`${each.status} ${each.line} ${each.command}`, each]));
  return [...seen.values()];
}
