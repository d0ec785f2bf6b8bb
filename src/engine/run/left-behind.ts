import type { Inventory, Standing } from '../kube/inventory.ts';
import type { RunEventBody } from '../model/event.ts';
import type { LeftObject } from '../model/finding.ts';
import type { Plan } from '../model/plan.ts';
import { plannedBlocksOf, statementsOf } from '../model/statements.ts';
import type { OpenTarget } from '../model/target.ts';
import { unlessAborted } from './unless-aborted.ts';

/** How long looking at a cluster may take; nothing is said of one that takes longer. */
const limitMs = 2_000;

/**
 * Finds out what a run leaves on its clusters, by looking before its first statement and after its last. What both
 * looks don't show for certain is left out.
 */
export class LeftBehind {
  readonly #open: OpenTarget;
  readonly #before: Promise<readonly (Inventory | undefined)[]>;
  readonly #makers = new Map<string, Set<string>>();

  /** Begins the first look; no statement may run before `ready`. */
  constructor(open: OpenTarget, signal: AbortSignal) {
    this.#open = open;
    this.#before = this.#look(signal);
  }

  /** Resolves when statements may run. Never rejects. */
  get ready(): Promise<unknown> {
    return this.#before;
  }

  /** Takes in what an event says about who made what; `file` is the runbook's. */
  note(event: RunEventBody, file: string): void {
    if (event.type !== 'attempt-finished') return;
    const { applied = [], stdout } = event.output;
    const made = [
      ...applied
        .filter(({ result }) => result === 'created')
        .map(({ resource, name }) => `${resource}/${name}`),
      ...[...stdout.text.matchAll(/^(\S+\/\S+) (?:created|exposed)$/gm)].map(([, object = '']) => object),
    ];
    for (const object of made) this.#makers.set(object, (this.#makers.get(object) ?? new Set()).add(file));
  }

  /** The second look. @returns undefined when one of the clusters could not be looked at both times. */
  async find(signal: AbortSignal): Promise<readonly LeftObject[] | undefined> {
    const before = await this.#before;
    if (before.includes(undefined)) return undefined;
    const after = await this.#look(signal);
    const found = contextsOf(this.#open).map((context, index) =>
      difference(before[index], after[index])?.map((object) => ({
        context,
        ...object,
        ...this.#maker(object),
      })),
    );
    const known = found.filter((objects) => objects !== undefined);
    return known.length === found.length ? known.flat() : undefined;
  }

  async #look(signal: AbortSignal): Promise<readonly (Inventory | undefined)[]> {
    const { takeInventory } = await import('../kube/inventory.ts');
    const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
    const looks = contextsOf(this.#open).map((context) =>
      unlessAborted(takeInventory(this.#open.kubeconfig, context, limit), limit).catch(() => undefined),
    );
    return Promise.all(looks);
  }

  /** The runbook whose output says that it made an object of this name, when it is the only one. */
  #maker({ resource, name }: Found): { readonly runbook?: string } {
    const [runbook, ...others] = this.#makers.get(`${resource}/${name}`) ?? [];
    return runbook === undefined || others.length > 0 ? {} : { runbook };
  }
}

/**
 * Whether anything of a plan could make an object. What can't is known by its first word, and only of commands without
 * another one inside.
 */
export function mayMakeObjects({ runbooks }: Plan): boolean {
  return statementsOf(runbooks.flatMap(plannedBlocksOf)).some(
    ({ action }) => action.kind === 'apply' || (action.kind === 'shell' && !harmless.test(action.script)),
  );
}

const harmless =
  /^\s*(?:(?:true|false|:|cd|echo|export|printf|pwd|sleep|test)(?![\w-])(?:\\\n|[^\n;&|`(])*|\w+=[^\s;&|`(]*\s*)$/;

function contextsOf({ facts }: OpenTarget): readonly string[] {
  return [...new Set(facts.clusters.map(({ context }) => context))];
}

type Found = Omit<LeftObject, 'context' | 'runbook'>;

/** What is new, without what lies in a namespace that is new too: that says how many it holds. */
function difference(
  before: Inventory | undefined,
  after: Inventory | undefined,
): readonly Found[] | undefined {
  if (before === undefined || after === undefined) return undefined;
  const known = new Set(before.objects.map(({ uid }) => uid));
  const standing = new Set(after.objects.filter(isNamespace).map(({ name }) => name));
  // A namespace that is being deleted takes what is in it along.
  const stays = ({ namespace }: Standing): boolean =>
    namespace === undefined || standing.has(namespace) || !after.complete.has('namespace');
  const fresh = after.objects.filter(
    (object) => !known.has(object.uid) && before.complete.has(object.resource) && stays(object),
  );
  const namespaces = new Set(fresh.filter(isNamespace).map(({ name }) => name));
  const holds = (name: string): number => fresh.filter(({ namespace }) => namespace === name).length;
  return fresh
    .filter(({ namespace }) => namespace === undefined || !namespaces.has(namespace))
    .map(({ uid: _, ...object }) =>
      isNamespace(object) ? { ...object, holds: holds(object.name) } : object,
    );
}

function isNamespace({ resource }: Found): boolean {
  return resource === 'namespace';
}
