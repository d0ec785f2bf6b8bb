import type { Execution } from './execution.ts';
import type { Limits } from './limits.ts';
import { describe, type Probe, watchFor } from './readiness.ts';

type AwaitReadyOptions = {
  readonly probes: readonly Probe[];
  readonly execution: Execution;
  readonly isAlive: () => boolean;
  /** Process groups of the page's own jobs. */
  readonly ownGroups: ReadonlySet<number>;
  readonly limits: Limits;
};

/**
 * `died`: it ended first; `late`: not within the time; `failed`: it can't become ready any more; `stopped`: a limit of
 * the statement was reached.
 */
type ReadyResult = {
  readonly kind: 'ready' | 'died' | 'late' | 'failed' | 'stopped';
  readonly reason: string;
};

const pollMs = 25;

/** Waits until every probe of a background command has succeeded, as long as the command lives. */
export async function awaitReady(options: AwaitReadyOptions): Promise<ReadyResult> {
  const start = performance.now();
  const reasons: string[] = [];
  for (const each of options.probes) {
    const result = await awaitProbe(each, start + each.withinMs, options);
    if (result.kind !== 'ready') return result;
    reasons.push(result.reason);
  }
  return { kind: 'ready', reason: reasons.join('; ') };
}

async function awaitProbe(each: Probe, deadline: number, options: AwaitReadyOptions): Promise<ReadyResult> {
  const { execution, isAlive, limits, ownGroups } = options;
  const watch = watchFor(each, ownGroups);
  for (;;) {
    // Looked at before the output, which is then all that it printed.
    const alive = isAlive();
    if (!alive) execution.finish();
    const { stdout, stderr } = execution.output();
    const found = await watch({ stdout: stdout.text, stderr: stderr.text });
    if (!alive) return { kind: 'died', reason: `ended before ${describe(each)}` };
    if (found !== undefined) return found;
    if (limits.reason !== undefined) return { kind: 'stopped', reason: `no ${describe(each)} yet` };
    if (performance.now() >= deadline) {
      return { kind: 'late', reason: `no ${describe(each)} within ${each.withinMs / 1000} s` };
    }
    await change(options);
  }
}

/** Settles when the command prints something, a limit is reached, or after a short time. */
function change({ execution, limits }: AwaitReadyOptions): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      execution.watch(undefined);
      resolve();
    };
    const timer = setTimeout(settle, pollMs);
    execution.watch(settle);
    limits.onReached(settle);
  });
}
