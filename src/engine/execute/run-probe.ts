import { execa } from 'execa';
import { endTree } from './end-tree.ts';
import { signal as sendSignal } from './process-tree.ts';
import { processTag } from './watchdog.ts';

type ProbeOptions = {
  /** Added to ours. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
};

/** How a probe ended; `all` is what it printed on both streams. */
type Probed =
  | {
      readonly kind: 'ended';
      readonly exitCode: number;
      readonly stdout: string;
      readonly stderr: string;
      readonly all: string;
    }
  /** `code` is that of the system's error. */
  | { readonly kind: 'not-started'; readonly code: string; readonly why: string }
  | { readonly kind: 'killed'; readonly why: string }
  /** Not in time, or not wanted any more. */
  | { readonly kind: 'given-up' };

/** Of a program that answers a question, more is nonsense. */
const mostBytes = 16 * 1024 * 1024;
const graceMs = 200;

/**
 * Runs a program of the machine that answers a question at once, such as `kubectl version`. When its time is over, it is
 * over for us in any case: a wrapper script may leave a child behind that keeps our pipe open, so everything it has
 * started is ended, and nobody waits for the pipe.
 */
export async function runProbe(
  file: string,
  args: readonly string[],
  { env, timeoutMs, signal }: ProbeOptions,
): Promise<Probed> {
  const child = execa(file, args, {
    env: { ...env, RUNBOOK_TAG: `${processTag()}0.` },
    stdin: 'ignore',
    all: true,
    reject: false,
    // In a group of its own: a Ctrl-C at the terminal is for us to pass on.
    detached: true,
    cleanup: false,
    maxBuffer: mostBytes,
  });
  const ended = child.then((result): Probed => {
    const { exitCode, stdout, stderr, all, code, shortMessage = '' } = result;
    if (exitCode !== undefined) return { kind: 'ended', exitCode, stdout, stderr, all };
    if (child.pid === undefined) return { kind: 'not-started', code: code ?? '', why: shortMessage };
    return { kind: 'killed', why: shortMessage };
  });
  if (child.pid === undefined) return ended;
  const { promise: givenUp, resolve } = Promise.withResolvers<Probed>();
  const giveUp = (): void => resolve({ kind: 'given-up' });
  const timer = timeoutMs === undefined ? undefined : setTimeout(giveUp, timeoutMs);
  signal?.addEventListener('abort', giveUp, { once: true });
  if (signal?.aborted) giveUp();
  const probed = await Promise.race([ended, givenUp]);
  clearTimeout(timer);
  signal?.removeEventListener('abort', giveUp);
  if (probed.kind === 'given-up') {
    await endTree(child.pid, graceMs);
    // What a parent that has ended left behind is in no tree any more, but in its group.
    sendSignal(-child.pid, 'SIGKILL');
    child.all.destroy();
  }
  return probed;
}

/** What a program says when it is asked for its version; empty when it doesn't say anything in time. */
export async function askVersion(
  file: string,
  args: readonly string[],
  options: Pick<ProbeOptions, 'env' | 'signal'>,
): Promise<{ readonly stdout: string; readonly all: string }> {
  const probed = await runProbe(file, args, { ...options, timeoutMs: versionMs });
  return probed.kind === 'ended' ? probed : { stdout: '', all: '' };
}

const versionMs = 10_000;
