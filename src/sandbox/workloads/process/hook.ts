import { takesAny } from '../../dataplane/tls.ts';
import type { LifecycleAction } from '../../mesh/container-objects.ts';
import { namedPort } from '../../mesh/endpoints.ts';
import type { PodObject } from '../../mesh/objects.ts';
import type { CommandHost } from '../commands/command.ts';
import type { Listener } from '../workload.ts';
import { pause } from './pause.ts';
import { runCommand } from './run-command.ts';

/** What a container wants done after its start: till it is, the container doesn't count as running. */
export class StartHook {
  /** Lives that wait for it, by their number. */
  #pending = 0;
  #lives = 0;
  #failures = 0;

  get isPending(): boolean {
    return this.#pending !== 0;
  }

  /** How often it could not be done. */
  get failures(): number {
    return this.#failures;
  }

  /** A life begins, with something to do or not. */
  begin(action: LifecycleAction | undefined): void {
    this.#lives += 1;
    this.#pending = action ? this.#lives : 0;
  }

  /** @returns Whether the life that has begun may go on; undefined when that is another one by now. */
  async run(action: LifecycleAction, place: HookPlace): Promise<boolean | undefined> {
    const life = this.#lives;
    const done = await runHook(action, place);
    if (this.#lives !== life) return undefined;
    // A life that has to end never counts as running.
    if (done) this.#pending = 0;
    else this.#failures += 1;
    return done;
  }
}

/** The container, and how long there is time. */
export type HookPlace = {
  readonly process: {
    readonly env: Readonly<Record<string, string>>;
    readonly cwd: string;
    host(): CommandHost;
    listener(port: number): Listener | undefined;
  };
  readonly pod: PodObject;
  readonly signal: AbortSignal;
};

/**
 * Does what a container wants done after its start or before its end; nobody sees what it prints. @returns Whether it
 * was done: a command that ends with 0, a server that answers, whatever it says.
 * @see kubernetes, pkg/kubelet/lifecycle/handlers.go
 */
export async function runHook(action: LifecycleAction, place: HookPlace): Promise<boolean> {
  if (action.exec) return runExec(action.exec.command ?? [], place);
  if (action.httpGet) return askServer(action.httpGet, place);
  if (action.sleep) await pause(action.sleep.seconds * 1000, place.signal);
  return true;
}

async function runExec(argv: readonly string[], { process, signal }: HookPlace): Promise<boolean> {
  const { env, cwd } = process;
  const host = process.host();
  const found = host.find(argv[0] ?? '');
  if (found.kind !== 'command') return false;
  const io = { stdout: () => true, stderr: () => true, tty: false, signal };
  return (await runCommand(found.run, { argv, env, io, host, cwd })) === 0;
}

async function askServer(
  { path = '/', port, scheme = 'HTTP' }: NonNullable<LifecycleAction['httpGet']>,
  { process, pod }: HookPlace,
): Promise<boolean> {
  const number = typeof port === 'number' ? port : (namedPort(pod, port) ?? 0);
  const address = pod.status?.podIP ?? '';
  const headers = [['Host', `${address}:${number}`]] as const;
  const peer = { address: pod.status?.hostIP ?? '', port: 0 };
  const listener = process.listener(number);
  const request = { method: 'GET', path, headers, body: Buffer.alloc(0) };
  const isSecure = scheme === 'HTTPS';
  if (!listener || (isSecure && typeof listener === 'function')) return false;
  if (typeof listener === 'function') return (await listener(request, peer)) !== 'reset';
  const answer = isSecure
    ? await listener.secure(request, peer, takesAny)
    : await listener.plain(request, peer);
  return answer !== 'reset' && !('kind' in answer);
}
