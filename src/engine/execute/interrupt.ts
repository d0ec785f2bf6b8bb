import { setTimeout as delay } from 'node:timers/promises';
import { descendants, listProcesses, type ProcessInfo, signal } from './process-tree.ts';

type InterruptOptions = {
  readonly shell: number;
  /** Background jobs and adopted daemons that were there before. */
  readonly spared: (process: ProcessInfo) => boolean;
  /** SIGTERM at a timeout, SIGINT for a Ctrl-C, as a terminal would. */
  readonly first: 'SIGTERM' | 'SIGINT';
  /** Settles when the statement has ended. */
  readonly ended: Promise<unknown>;
  /** Settles when an interrupt that came too late for the statement has had its effect on the shell. */
  readonly settled: () => Promise<void>;
};

const stepMs = 50;
/** For the shell to go on after its command was ended, for instance to the next round of a loop. */
const shortMs = 300;
/** For a command to put things in order, as kubectl does. */
const graceMs = 2_000;
/** For the shell to keep its state and start again, as often as `rounds`. */
const roundMs = 350;
const rounds = 4;

/**
 * Ends the statement that a shell is running, as gently as it lets us: its processes are asked, then killed and the
 * shell interrupted (it keeps its state and starts again), then the shell is killed too. Resolves when the statement
 * has ended and none of its processes is left.
 * By process and not by group: the children of `$( )` are in the shell's own group.
 */
export async function interruptStatement(options: InterruptOptions): Promise<void> {
  const { shell, spared, first } = options;
  let running = true;
  const stop = () => {
    running = false;
  };
  const over = options.ended.then(stop, stop);
  const victims = () => listProcesses().then((all) => descendants(all, shell, spared));

  const asked = await victims();
  if (!running) return;
  send(asked, first);
  const patience = (elapsed: number) => elapsed < shortMs || (elapsed < graceMs && asked.some(isAlive));
  for (let elapsed = 0; running && patience(elapsed); elapsed += stepMs) await pause(over);

  // When killing them ends the statement, the shell needn't start again.
  if (running) send(await victims(), 'SIGKILL');
  await pause(over);
  let interrupted = false;
  for (let round = 0; running && round < rounds; round++) {
    // bash ignores an interrupt of its own when its child ends of something else; a child may ignore an interrupt.
    send(await victims(), round % 2 === 0 ? 'SIGKILL' : 'SIGINT');
    if (running) interrupted = signal(shell, 'SIGINT');
    // Not sooner again: an interrupt while it starts again would cost it its state.
    for (let elapsed = 0; running && elapsed < roundMs; elapsed += stepMs) await pause(over);
  }

  if (running) await killAll();
  else if (interrupted) await options.settled();
  // The shell may have started another process just before the statement ended.
  send(await victims(), 'SIGKILL');

  /** Its descendants are found while it lives. */
  async function killAll(): Promise<void> {
    const left = await victims();
    signal(shell, 'SIGKILL');
    send(left, 'SIGKILL');
    await over;
  }
}

/** Parents first, so that a subshell doesn't see its child end and start the next command. */
function send(processes: readonly ProcessInfo[], name: NodeJS.Signals): void {
  for (const { pid } of processes) signal(pid, name);
}

function isAlive({ pid }: ProcessInfo): boolean {
  return signal(pid, 0);
}

function pause(over: Promise<unknown>): Promise<unknown> {
  return Promise.race([over, delay(stepMs)]);
}
