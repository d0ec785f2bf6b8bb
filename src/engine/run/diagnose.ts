import { connect } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { causeOf, stuckText } from '../diagnose/cause.ts';
import { forwardingsIn, localPortsIn } from '../diagnose/forwards.ts';
import { assertedBy, touchedBy, touchedIn } from '../diagnose/touched.ts';
import type { Forward, Look, Sighting, Touched } from '../model/finding.ts';
import type { Outcome, Output } from '../model/output.ts';
import type { Segment, Statement } from '../model/runbook.ts';
import { blocksOf, statementsOf } from '../model/statements.ts';
import { commandsRun, KnownNames } from '../shell/calls.ts';
import { expand, variablesIn } from '../shell/expand.ts';
import { simpleCommands } from '../shell/simple-commands.ts';
import type { RunbookRun } from './runbook-run.ts';
import { unlessAborted } from './unless-aborted.ts';

/** How long looking around may take after a failure; what has been seen by then is told. */
const limitMs = 8_000;

/** When it is given up altogether. */
const giveUpMs = 8_500;

/** For a connection on this machine. */
const probeMs = 200;

type Failed = {
  readonly statement: Statement;
  readonly segment: Segment;
  /** The last attempt's. */
  readonly output: Output | undefined;
};

/** What was found out about a failure. */
export type Diagnosis = {
  readonly cause?: string;
  readonly looks: readonly Look[];
  /** What is being deleted and stays, which more time would not end. */
  readonly stuck?: string;
};

/**
 * Finds out what it can about a failure: a cause that shows, and on clusters what a person would look at next.
 * @returns undefined when nothing was found.
 */
export async function diagnose(run: RunbookRun, failed: Failed): Promise<Diagnosis | undefined> {
  const { statement, output } = failed;
  if (run.context.options.signal.aborted) return undefined;
  const forwards = await forwardsOf(run);
  const contexts = contextsOf(run);
  const reachable = contexts.length > 0 && (await usesOurKubeconfig(run));
  const { named, others } = reachable ? await touchedOf(run, failed, forwards) : { named: [], others: [] };
  const seen = reachable ? await lookAtClusters(run, [...named, ...others]) : { looks: [], sightings: [] };
  const cause = causeOf({
    script: scriptOf(statement),
    forwards,
    contexts,
    tools: Object.keys(run.target.facts.tools),
    sightings: seen.sightings,
    ...(output === undefined ? {} : { output }),
  });
  if (cause === undefined && seen.looks.length === 0) return undefined;
  const stuck = stuckText(seen.sightings.filter((sighting) => isNamed(sighting, named)));
  return {
    ...(cause === undefined ? {} : { cause }),
    looks: seen.looks,
    ...(stuck === undefined ? {} : { stuck }),
  };
}

/** The text of a shell statement; empty for a manifest. */
function scriptOf({ action }: Statement): string {
  return action.kind === 'shell' ? action.script : '';
}

/** Whether commands go where we can look: a page may have set KUBECONFIG to something of its own. */
async function usesOurKubeconfig({ session, target }: RunbookRun): Promise<boolean> {
  const { KUBECONFIG } = await session.variables(['KUBECONFIG']);
  return KUBECONFIG === target.kubeconfig;
}

/** Each once. */
function contextsOf({ target }: RunbookRun): readonly string[] {
  return [...new Set(target.facts.clusters.map(({ context }) => context))];
}

async function lookAtClusters(run: RunbookRun, touched: readonly Touched[]) {
  const { lookAround } = await import('../kube/look.ts');
  const { signal } = run.context.options;
  const until = (ms: number) => AbortSignal.any([signal, AbortSignal.timeout(ms)]);
  const { kubeconfig } = run.target;
  const looking = lookAround({ kubeconfig, contexts: contextsOf(run), touched, signal: until(limitMs) });
  return (await unlessAborted(looking, until(giveUpMs))) ?? { looks: [], sightings: [] };
}

/** Tools by which a statement may rely on what the runbook has applied before. */
const asksClusters: ReadonlySet<string> = new Set([
  'kubectl',
  'istioctl',
  'helm',
  'curl',
  'wget',
  'grpcurl',
  'http',
  'https',
]);

/**
 * What the statement is about: by its words, by the ports that it speaks to, by what the server answered; and what the
 * runbook has applied so far.
 */
async function touchedOf(
  run: RunbookRun,
  { statement, segment, output }: Failed,
  forwards: readonly Forward[],
): Promise<{ readonly named: readonly Touched[]; readonly others: readonly Touched[] }> {
  const script = scriptOf(statement);
  const ports = localPortsIn(script);
  const behind = forwards.filter(({ port }) => ports.includes(port)).map(({ target }) => target);
  const asserted = statement.action.kind === 'assert' ? assertedBy(statement.action, segment) : [];
  const named = await expandAll(run, [
    ...touchedBy(commandsRun(script, namesOf(run))),
    ...asserted,
    ...behind,
  ]);
  const relies =
    script === '' || simpleCommands(script).some(({ name }) => name !== undefined && asksClusters.has(name));
  const answered = answeredIn(output?.stdout.text ?? '', named);
  return { named, others: [...answered, ...(relies ? run.manifests.applied : [])] };
}

/** Whether a sighting is of what a statement names itself, rather than of something that it may rely on. */
function isNamed(sighting: Sighting, named: readonly Touched[]): boolean {
  return (
    'name' in sighting &&
    named.some(
      ({ name, namespace }) =>
        name === sighting.name || (sighting.kind === 'ending' && namespace === sighting.name),
    )
  );
}

/** Objects that the output names, if it is clear where they are. */
function answeredIn(said: string, named: readonly Touched[]): readonly Touched[] {
  const places = named.map(({ resource: _, name: _name, ...place }) => place);
  const [place, ...others] = places;
  if (place === undefined || others.some((other) => !isDeepStrictEqual(other, place))) return [];
  return touchedIn(said).map((object) => ({ ...place, ...object }));
}

/** Puts values in place of variables; what names a place that isn't known then is left out. */
async function expandAll(run: RunbookRun, touched: readonly Touched[]): Promise<readonly Touched[]> {
  const names = touched.flatMap((item) => textsOf(item).flatMap(([, text]) => variablesIn(text)));
  const variables = await run.session.variables([...new Set(names)]);
  return touched.flatMap((item) => {
    const texts = textsOf(item).map(([key, text]) => [key, expand(text, variables)] as const);
    const known: Touched = Object.fromEntries(texts.filter(([, text]) => text !== ''));
    const lost = texts.some(([key, text]) => text === '' && (key === 'context' || key === 'namespace'));
    return lost ? [] : [known];
  });
}

function textsOf(item: Touched): readonly (readonly [string, string])[] {
  return Object.entries(item).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
}

/** What the statements of the runbook give names to. */
function namesOf({ item }: RunbookRun): KnownNames {
  const known = new KnownNames();
  for (const { action } of statementsOf(blocksOf(item.runbook))) {
    if (action.kind === 'shell') known.learn(action.script);
  }
  return known;
}

/** The ports that the runbook forwards, and how each is now. */
async function forwardsOf(run: RunbookRun): Promise<readonly Forward[]> {
  const { item, progress } = run;
  const known = namesOf(run);
  const forwards = statementsOf(blocksOf(item.runbook)).flatMap(({ id, action, span }) => {
    if (action.kind !== 'shell') return [];
    return forwardingsIn(commandsRun(action.script, known)).flatMap(({ ports, target }) =>
      ports.map((port) => ({ port, target, line: span.start.line, outcome: progress.results.get(id) })),
    );
  });
  return Promise.all(
    forwards.map(async ({ outcome, ...forward }) => ({
      ...forward,
      state: stateOf(outcome, outcome !== undefined && (await isOpen(forward.port))),
    })),
  );
}

function stateOf(outcome: Outcome | undefined, open: boolean): Forward['state'] {
  if (outcome === undefined || outcome === 'skipped') return 'not run';
  if (open) return 'open';
  return outcome === 'passed' ? 'ended' : 'failed';
}

/** Whether something listens on a port of this machine. */
function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: probeMs });
    const end = (open: boolean) => (): void => {
      socket.destroy();
      resolve(open);
    };
    socket.on('connect', end(true)).on('timeout', end(false)).on('error', end(false));
  });
}
