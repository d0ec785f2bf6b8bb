import type { RunEvent } from '../model/event.ts';
import type { Plan } from '../model/plan.ts';
import { Channel } from './channel.ts';
import type { RunOptions } from './options.ts';
import { PlanRun } from './run-plan.ts';

/**
 * Runs a plan and yields what happens, as it happens; never prints. A target that can't be had is a `diagnostic`
 * and an errored run. Leaving the loop early stops the run, cleanup included; everything the run started is gone
 * when the generator ends.
 */
export async function* run(plan: Plan, options: RunOptions): AsyncGenerator<RunEvent> {
  const channel = new Channel<RunEvent>();
  const left = new AbortController();
  const stop = AbortSignal.any([left.signal, ...(options.stop === undefined ? [] : [options.stop])]);
  const quit = options.control === undefined ? [] : [options.control.signal];
  const signal = AbortSignal.any([options.signal, stop, ...quit]);
  const planRun = new PlanRun(
    plan,
    { ...options, signal },
    { stop, onEvent: (event) => channel.push(event) },
  );
  const done = planRun.run().finally(() => {
    options.control?.end();
    channel.close();
  });
  // The reader gets the events first; `done` is awaited below.
  done.catch(() => undefined);
  try {
    yield* channel;
  } finally {
    left.abort();
    await done;
  }
}
