import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { RunEvent } from '../../engine/model/event.ts';
import type { Io } from '../io.ts';
import { eventsDescriptor } from './as-part.ts';

/** How the process of a run ended; `said` is what it printed besides its events. */
export type FileRunEnd = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
};

/** A run at work in a process of its own. */
type FileRun = { readonly ended: Promise<FileRunEnd>; interrupt(): void };

/** Characters of what a run's process says that are kept: the last ones. */
const mostSaid = 64 * 1024;

/**
 * Starts a run as a process, so that many use all cores, and none of them can take the others down. It leads a process
 * group, since a Ctrl-C is passed on to it by us; when we are gone, however that happened, its standard input ends and
 * it stops by itself.
 */
export function startFileRun(
  command: readonly string[],
  { cwd, env }: Pick<Io, 'cwd' | 'env'>,
  onEvent: (event: RunEvent) => void,
): FileRun {
  const [program = '', ...args] = command;
  const stdio = Array<'pipe'>(eventsDescriptor + 1).fill('pipe');
  const child = spawn(program, args, { cwd, env: { ...env }, stdio, detached: true });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-mostSaid);
    });
  }
  child.stdin?.on('error', () => {});
  readLines(child.stdio[eventsDescriptor] as Readable, (line) => onEvent(JSON.parse(line)));
  const ended = new Promise<FileRunEnd>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, said: `${error.message}\n` }));
    child.once('close', (code, signal) => resolve({ code, signal, said }));
  });
  return { ended, interrupt: () => void child.kill('SIGINT') };
}

/** By line feeds alone: `readline` takes other characters for ends too, which JSON may hold. */
function readLines(stream: Readable, onLine: (line: string) => void): void {
  let rest: string[] = [];
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = text.split('\n');
    for (const end of lines.slice(0, -1)) {
      onLine([...rest, end].join(''));
      rest = [];
    }
    rest.push(lines.at(-1) ?? '');
  });
}
