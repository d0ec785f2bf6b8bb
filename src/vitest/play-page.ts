import {
  type Diagnostic,
  loadRunbook,
  namedInputs,
  occupied,
  type Plan,
  type PlannedItem,
  plan,
  RunbookError,
  resolveBeside,
  run,
} from '../engine/index.ts';
import { choose } from '../targets/choose.ts';
import { describedImages, opaquePolicy } from '../targets/images.ts';
import { takeExclusively } from './exclusive.ts';
import { faultOfDiagnostic } from './fault-of-diagnostic.ts';
import type { Fault, HostMessage, PlayRequest } from './messages.ts';
import { unitOf } from './page-tests.ts';
import { UnitReporter } from './unit-reporter.ts';

type PlayOptions = { readonly send: (message: HostMessage) => void; readonly signal: AbortSignal };

/** The sandbox's pace when nobody says otherwise, as that of `runbook exec`. */
const usualLatencyMs = 20;

/**
 * Plans a page and runs it, and tells what happens. What is wrong before anything runs is told as a refusal.
 * @returns What went wrong later that belongs to no unit.
 */
export async function playPage(request: PlayRequest, options: PlayOptions): Promise<readonly Fault[]> {
  const toFault = (diagnostic: Diagnostic): Fault => faultOfDiagnostic(diagnostic, request.root);
  try {
    const { diagnostics, started } = await playPlan(request, options);
    const faults = diagnostics.map(toFault);
    if (started || faults.length === 0) return faults;
    options.send({ type: 'refused', faults });
  } catch (error) {
    // Interrupted before anything ran.
    if (options.signal.aborted && isAbort(error)) return [];
    if (!(error instanceof RunbookError)) throw error;
    options.send({ type: 'refused', faults: error.diagnostics.map(toFault) });
  }
  return [];
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

type Played = { readonly diagnostics: readonly Diagnostic[]; readonly started: boolean };

async function playPlan(request: PlayRequest, { send, signal }: PlayOptions): Promise<Played> {
  const {
    target = 'auto',
    clusters = {},
    latency = usualLatencyMs,
    env = {},
    inputs = {},
    confirm = [],
    ...options
  } = request.options;
  // As for the command: a cluster variable of the environment names a context, too.
  const named = { ...present(process.env), ...clusters };
  const planned = planOf(request, named);
  const names = new Set(Object.keys(named));
  const chosen = choose(planned.clusters, {
    target,
    latency,
    opaque: opaquePolicy(planned.runbooks.map(({ runbook }) => runbook)),
    described: describedImages(planned.runbooks.map(({ runbook }) => runbook)),
    named: names,
    env: process.env,
  });
  if (chosen.notice !== undefined) send({ type: 'note', text: chosen.notice });
  const plan = selectIn({ ...planned, clusters: chosen.clusters }, request);
  const onWait = (key: string) => send({ type: 'note', text: `waiting for another page that uses ${key}` });
  await takeExclusively(occupied(plan, { target: chosen.target.name, env }), { signal, onWait });
  const reporter = new UnitReporter(plan, send);
  const diagnostics: Diagnostic[] = [];
  let started = false;
  for await (const event of run(plan, {
    target: chosen.target,
    signal,
    env,
    confirmed: confirm,
    inputs: { ...namedInputs(process.env), ...inputs },
    ...runOptions(options),
  })) {
    if (event.type === 'diagnostic') diagnostics.push(event.diagnostic);
    started ||= event.type === 'run-started';
    reporter.onEvent(event);
  }
  return { diagnostics, started };
}

function planOf({ file, path, options }: PlayRequest, clusters: Readonly<Record<string, string>>): Plan {
  const { runbook, diagnostics } = loadRunbook({ file, path });
  const limit = options.timeout === undefined ? {} : { timeoutMs: options.timeout };
  const ways = options.variants === undefined ? {} : { variants: options.variants };
  const planned = plan([runbook], { interactive: false, clusters, ...limit, ...ways }, resolveBeside);
  const wrong = [...diagnostics, ...planned.diagnostics].filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) throw new RunbookError(wrong);
  return planned.plan;
}

/** Leaves out the steps of the page of which no test was selected; cleanup and what it requires stay. */
function selectIn(planned: Plan, { selected }: PlayRequest): Plan {
  if (selected === undefined) return planned;
  const wanted = new Set(selected);
  const leaveOut = (item: PlannedItem): PlannedItem => {
    const { source, steps } = item.runbook;
    const others = steps.filter(({ id }) => !wanted.has(unitOf('run', source.path, id)));
    const blocks = others.flatMap((step) => step.blocks.filter(({ options }) => !options.cleanup));
    const reasons = blocks.map(({ id }) => [id, 'not selected']);
    return { ...item, skipped: { ...Object.fromEntries(reasons), ...item.skipped } };
  };
  return {
    ...planned,
    runbooks: planned.runbooks.map((item) => (item.reason === 'asked' ? leaveOut(item) : item)),
  };
}

function runOptions({
  keepGoing,
  mask,
  shell,
}: Pick<PlayRequest['options'], 'keepGoing' | 'mask' | 'shell'>) {
  return {
    ...(keepGoing === undefined ? {} : { keepGoing }),
    ...(mask === undefined ? {} : { mask }),
    ...(shell === undefined ? {} : { shell }),
  };
}

function present(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}
