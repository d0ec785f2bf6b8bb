import { resolve } from 'node:path';
import {
  type Diagnostic,
  loadRunbook as loadFrom,
  type Plan,
  type PlanOptions,
  plan,
  type Runbook,
  RunbookError,
  type RunEvent,
  resolveBeside,
  run,
} from './engine/index.ts';
import { choose } from './targets/choose.ts';
import { describedImages, opaquePolicy } from './targets/images.ts';
import type { TargetName } from './targets/target-name.ts';

/** How a page is run. Everything may be left out, and means what the option of that name means for `runbook exec`. */
export type RunbookOptions = {
  /** `auto` takes the clusters that a page declares if the kubeconfig has all of them, else the sandbox. */
  readonly target?: TargetName;
  /** Contexts that cluster variables stand for. A variable of the environment with such a name is one, too. */
  readonly clusters?: Readonly<Record<string, string>>;
  /** Variables of the session; they win over those of the page. */
  readonly env?: Readonly<Record<string, string>>;
  /** Names of variables whose values are masked in all events, besides those with a telling name. */
  readonly mask?: readonly string[];
  /** The step or block to begin with. */
  readonly from?: string;
  /** The step or block to end with. */
  readonly until?: string;
  /** The only steps or blocks to run. */
  readonly only?: readonly string[];
  /** Limit of a statement whose page gives none, in milliseconds. */
  readonly timeoutMs?: number;
  /** Go on with the next step after a failure. */
  readonly keepGoing?: boolean;
  /** The sandbox's pace: milliseconds of one unit of its work, or that of a small real cluster. */
  readonly latency?: number | 'realistic';
  /** The bash to run; else the newest on PATH. */
  readonly shell?: string;
  /** Stops the run when it is aborted: what is at work ends, and cleanup runs. */
  readonly signal?: AbortSignal;
};

/**
 * Reads a page without running anything: what it consists of, and all that `runbook check` would say of its text.
 * @throws RunbookError when the file can't be read.
 */
export function loadRunbook(file: string): {
  readonly runbook: Runbook;
  readonly diagnostics: readonly Diagnostic[];
} {
  return loadFrom({ file, path: resolve(file) });
}

/** The sandbox's pace when nobody says otherwise, as that of `runbook exec`. */
const usualLatencyMs = 20;

/**
 * Runs a Markdown page, with what it requires before it, and yields what happens as it happens; the last event,
 * `run-finished`, has the outcome. Nothing is printed. Leaving the loop stops the run. Cleanup runs in any case, and
 * everything that the run started is gone when the loop ends.
 * @throws RunbookError with all mistakes when the page is malformed or a context is missing; nothing has run then.
 */
export async function* runbook(file: string, options: RunbookOptions = {}): AsyncGenerator<RunEvent, void> {
  const { target = 'auto', clusters = {}, latency = usualLatencyMs, env = {} } = options;
  const { signal = new AbortController().signal, keepGoing, mask, shell } = options;
  const named = { ...present(process.env), ...clusters };
  const planned = planOf(file, options, named);
  const names = new Set(Object.keys(named));
  const chosen = choose(planned.clusters, {
    target,
    latency,
    opaque: opaquePolicy(planned.runbooks.map((item) => item.runbook)),
    described: describedImages(planned.runbooks.map((item) => item.runbook)),
    named: names,
    env: process.env,
  });
  const left = new AbortController();
  const events = run(
    { ...planned, clusters: chosen.clusters },
    {
      target: chosen.target,
      signal: AbortSignal.any([signal, left.signal]),
      env,
      ...(keepGoing === undefined ? {} : { keepGoing }),
      ...(mask === undefined ? {} : { mask }),
      ...(shell === undefined ? {} : { shell }),
    },
  );
  try {
    for (let next = await events.next(); !next.done; next = await events.next()) yield next.value;
  } finally {
    left.abort();
    // Whoever leaves the loop wants no more of the run; its cleanup is owed all the same.
    while (!(await events.next()).done);
  }
}

function planOf(file: string, options: RunbookOptions, clusters: Readonly<Record<string, string>>): Plan {
  const { env = {}, from, until, only, timeoutMs } = options;
  const { runbook: page, diagnostics } = loadRunbook(file);
  const selection: PlanOptions = {
    interactive: false,
    clusters,
    given: [...Object.keys(present(process.env)), ...Object.keys(env)],
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(only === undefined ? {} : { only }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
  const planned = plan([page], selection, resolveBeside);
  const wrong = [...diagnostics, ...planned.diagnostics].filter(isError);
  if (wrong.length > 0) throw new RunbookError(wrong);
  return planned.plan;
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function present(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}
