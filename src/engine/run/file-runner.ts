import type { Stats } from 'node:fs';
import { lstat, mkdir, readFile, realpath, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Output, StreamOutput } from '../model/output.ts';
import type { FileAction } from '../model/runbook.ts';
import type { RunbookSession } from './runbook-session.ts';

/**
 * Writes the files of one runbook, and takes them away at its end: what a run makes of a page's text is there as long as
 * the commands that use it are. A file that was there before is never touched.
 */
export class FileRunner {
  readonly #session: RunbookSession;
  /** Absolute paths of the files and folders that were made, in this order. */
  readonly #files = new Set<string>();
  readonly #folders: string[] = [];

  constructor(session: RunbookSession) {
    this.#session = session;
  }

  /**
   * Writes a file where the shell is, or in a folder seen from that of the runbook. Never rejects. `ours`: an earlier run
   * may have left it, and did not get to take it away.
   */
  async write(action: FileAction, folder: string | undefined, ours = false): Promise<Output> {
    const startedAt = performance.now();
    const problem = await this.#write(action, folder, ours).catch(String);
    return outputOf(problem, performance.now() - startedAt);
  }

  /** Removes what was written, and folders that were made for it and are empty. @returns What could not be removed. */
  async remove(): Promise<readonly string[]> {
    const left: string[] = [];
    for (const file of this.#files) await rm(file, { force: true }).catch(() => left.push(file));
    for (const folder of this.#folders.toReversed()) await rmdir(folder).catch(() => undefined);
    this.#files.clear();
    return left;
  }

  /** @returns Why the file can't be written; undefined when it was. */
  async #write(
    { path, content }: FileAction,
    folder: string | undefined,
    ours: boolean,
  ): Promise<string | undefined> {
    const { PWD = '' } = await this.#session.variables(['PWD']);
    const base = await realpath(folder ?? PWD);
    const file = resolve(base, path);
    const outside = await whyOutside(base, file);
    if (outside !== undefined) return outside;
    const there = await stateOf(file);
    if (there !== undefined && !this.#files.has(file)) {
      if (there.isFile() && (await readFile(file, 'utf8')) === content) {
        if (ours) this.#files.add(file);
        return undefined;
      }
      return `${path} is there already, and this run did not make it: nothing was written`;
    }
    await this.#makeFolders(base, dirname(file));
    await writeFile(file, content, { flag: there === undefined ? 'wx' : 'w' });
    this.#files.add(file);
    return undefined;
  }

  async #makeFolders(base: string, folder: string): Promise<void> {
    let made = base;
    for (const part of relative(base, folder).split(sep).filter(Boolean)) {
      made = join(made, part);
      if ((await stateOf(made)) !== undefined) continue;
      await mkdir(made);
      this.#folders.push(made);
    }
  }
}

/** A link in the folder may lead out of it; and a link is no file of ours to write through. */
async function whyOutside(base: string, file: string): Promise<string | undefined> {
  let folder = dirname(file);
  while ((await stateOf(folder)) === undefined) folder = dirname(folder);
  const real = await realpath(folder);
  if (real === base || real.startsWith(base.endsWith(sep) ? base : base + sep)) return undefined;
  return `${file} is outside of ${base}: nothing was written`;
}

/** What is at a path; undefined when nothing is. */
function stateOf(path: string): Promise<Stats | undefined> {
  return lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

function outputOf(problem: string | undefined, durationMs: number): Output {
  const exitCode = problem === undefined ? 0 : 1;
  const stderr = stream(problem === undefined ? '' : `${problem.replace(/^Error: /, '')}\n`);
  return { stdout: stream(''), stderr, exitCode, pipeStatus: [exitCode], durationMs, ended: 'normally' };
}

function stream(text: string): StreamOutput {
  return { text, bytes: Buffer.byteLength(text), truncated: false };
}
