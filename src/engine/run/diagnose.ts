import { connect } from 'node:net';
import { causeOf } from '../diagnose/cause.ts';
import { forwardingsIn, localPortsIn } from '../diagnose/forwards.ts';
import { touchedBy, touchedIn } from '../diagnose/touched.ts';
import type { Forward, Touched } from '../model/finding.ts';
import type { Outcome, Output } from '../model/output.ts';
import type { ApplyAction, Statement } from '../model/runbook.ts';
import { expand, variablesIn } from './expand.ts';
import type { Scene } from './scene.ts';
import { unlessAborted } from './unless-aborted.ts';

/** How long looking around may take after a failure; what has been seen by then is told. */
const limitMs = 2_500;

/** When it is given up altogether. */
const giveUpMs = 3_000;

/** For a connection on this machine. */
const probeMs = 200;

/**
 * Finds out what it can about a failure, and reports it: a cause that shows, and on clusters what a person would look
 * at next. Nothing is reported when nothing was found.
 */
export async function diagnose(
  scene: Scene,
  statement: Statement,
  output: Output | undefined,
): Promise<void> {
  const { options, emit } = scene.conducting;
  if (options.signal.aborted) return;
  const script = statement.action.kind === 'shell' ? statement.action.script : '';
  const forwards = await forwardsOf(scene);
  const contexts = contextsOf(scene);
  const seen =
    contexts.length === 0
      ? { looks: [], sightings: [] }
      : await look(scene, await touchedOf(scene, { statement, script, output, forwards }));
  const cause = causeOf({
    script,
    forwards,
    contexts,
    tools: Object.keys(scene.target.facts.tools),
    sightings: seen.sightings,
    ...(output === undefined ? {} : { output }),
  });
  if (cause === undefined && seen.looks.length === 0) return;
  emit({
    type: 'diagnosis',
    statement: statement.id,
    ...(cause === undefined ? {} : { cause }),
    looks: seen.looks,
  });
}

/** Each once; the first is the current one. */
function contextsOf({ target }: Scene): readonly string[] {
  return [...new Set(target.facts.clusters.map(({ context }) => context))];
}

async function look(scene: Scene, touched: readonly Touched[]) {
  const { lookAround } = await import('../kube/look.ts');
  const { signal } = scene.conducting.options;
  const until = (ms: number) => AbortSignal.any([signal, AbortSignal.timeout(ms)]);
  const { kubeconfig } = scene.target;
  const looking = lookAround({ kubeconfig, contexts: contextsOf(scene), touched, signal: until(limitMs) });
  return (await unlessAborted(looking, until(giveUpMs))) ?? { looks: [], sightings: [] };
}

type Failed = {
  readonly statement: Statement;
  readonly script: string;
  readonly output: Output | undefined;
  readonly forwards: readonly Forward[];
};

/** What the statement is about: by its words, by what the server answered, by the ports that it speaks to. */
async function touchedOf(
  scene: Scene,
  { statement, script, output, forwards }: Failed,
): Promise<readonly Touched[]> {
  const { action } = statement;
  const ports = localPortsIn(script);
  const behind = forwards.filter(({ port }) => ports.includes(port)).map(({ target }) => target);
  const named = [...touchedBy(script), ...behind];
  const place = action.kind === 'apply' ? placeOf(action) : withoutObject(named[0]);
  const answered =
    output?.applied?.map(({ resource, name, namespace }) => ({
      resource,
      name,
      ...(namespace === undefined ? {} : { namespace }),
    })) ?? touchedIn(output?.stdout.text ?? '');
  return expandAll(scene, [...named, ...answered.map((object) => ({ ...place, ...object }))]);
}

function placeOf({ cluster, namespace }: ApplyAction): Touched {
  return { context: cluster, ...(namespace === undefined ? {} : { namespace }) };
}

function withoutObject({ resource: _, name: _name, ...place }: Touched = {}): Touched {
  return place;
}

async function expandAll(scene: Scene, touched: readonly Touched[]): Promise<readonly Touched[]> {
  const names = touched.flatMap((item) => Object.values(item).flatMap(variablesIn));
  const variables = await scene.variables([...new Set(names)]);
  return touched.map((item) =>
    Object.fromEntries(Object.entries(item).map(([key, text]) => [key, expand(text, variables)])),
  );
}

/** The ports that the runbook forwards, and how each is now. */
async function forwardsOf({ item, progress }: Scene): Promise<readonly Forward[]> {
  const blocks = item.runbook.steps.flatMap((step) => step.blocks);
  const statements = blocks.flatMap((block) => block.segments.flatMap((segment) => segment.statements));
  const forwards = statements.flatMap(({ id, action, span }) => {
    if (action.kind !== 'shell' || !action.script.includes('port-forward')) return [];
    return forwardingsIn(action.script).flatMap(({ ports, target }) =>
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
