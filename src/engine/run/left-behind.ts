import { type Inventory, inventoriesOf, type Standing } from '../kube/standing.ts';
import type { RunEventBody } from '../model/event.ts';
import type { LeftObject, UnseenCluster } from '../model/finding.ts';
import type { Plan } from '../model/plan.ts';
import { plannedBlocksOf, statementsOf } from '../model/statements.ts';
import type { OpenTarget } from '../model/target.ts';
import { simpleCommands } from '../shell/simple-commands.ts';
import { unlessAborted } from './unless-aborted.ts';

/** How long looking at a cluster may take; of one that takes longer the run says that it could not look. */
const limitMs = 10_000;

/** What a look at a cluster gave, or why it gave nothing. */
type Looked = { readonly inventory: Inventory } | { readonly why: string };

/** What a run left, and the clusters of which nobody can say. */
type LeftBehindFound = {
  readonly objects: readonly LeftObject[];
  readonly unseen: readonly UnseenCluster[];
};

/**
 * Finds out what a run leaves on its clusters, by looking before its first statement and after its last. What both
 * looks don't show for certain is left out. A target that knows its objects is asked once, at the end.
 */
export class LeftBehind {
  readonly #open: OpenTarget;
  readonly #before: Promise<readonly Looked[]>;
  readonly #makers = new Map<string, Set<string>>();

  /** Begins the first look; no statement may run before `ready`. */
  constructor(open: OpenTarget, signal: AbortSignal) {
    this.#open = open;
    this.#before = open.objects === undefined ? this.#look(signal) : Promise.resolve([]);
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
      ...[...stdout.text.matchAll(/^(\S+\/\S+) (?:created|exposed|autoscaled|serverside-applied)$/gm)].map(
        ([, object = '']) => object,
      ),
    ];
    for (const object of made) this.#makers.set(object, (this.#makers.get(object) ?? new Set()).add(file));
  }

  /** The second look. */
  async find(signal: AbortSignal): Promise<LeftBehindFound> {
    const before = await this.#before;
    const known = this.#open.objects?.();
    if (known !== undefined) {
      const fresh = contextsOf(this.#open).flatMap((context) => {
        const { before, after } = inventoriesOf(known, context);
        return difference(before, after).map((object) => this.#left(context, object));
      });
      return { objects: fresh, unseen: [] };
    }
    const after = await this.#look(signal);
    const objects: LeftObject[] = [];
    const unseen: UnseenCluster[] = [];
    for (const [index, context] of contextsOf(this.#open).entries()) {
      const [first = unlooked, second = unlooked] = [before[index], after[index]];
      const [gap] = [first, second].flatMap((look) => ('why' in look ? [look.why] : []));
      if (gap !== undefined) unseen.push({ context, why: gap });
      if ('why' in first || 'why' in second) continue;
      const { refused, complete } = second.inventory;
      const kinds = `${refused} of ${refused + complete.size} kinds of objects`;
      if (refused > 0) unseen.push({ context, why: `you may not list ${kinds}` });
      const fresh = difference(first.inventory, second.inventory);
      objects.push(...fresh.map((object) => this.#left(context, object)));
    }
    return { objects, unseen };
  }

  async #look(signal: AbortSignal): Promise<readonly Looked[]> {
    const { takeInventory } = await import('../kube/inventory.ts');
    const limit = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
    const looks = contextsOf(this.#open).map((context) =>
      unlessAborted(takeInventory(this.#open.kubeconfig, context, limit), limit).then(
        (inventory): Looked =>
          inventory === undefined ? { why: whyNot(limit.reason, signal) } : { inventory },
        (error: unknown): Looked => ({ why: whyNot(error, signal) }),
      ),
    );
    return Promise.all(looks);
  }

  #left(context: string, object: Found): LeftObject {
    return { context, ...object, ...this.#maker(object) };
  }

  /** The runbook whose output says that it made an object of this name, when it is the only one. */
  #maker({ resource, name }: Found): { readonly runbook?: string } {
    const [runbook, ...others] = this.#makers.get(`${resource}/${name}`) ?? [];
    return runbook === undefined || others.length > 0 ? {} : { runbook };
  }
}

const unlooked: Looked = { why: 'it was not looked at' };

function whyNot(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'the run was interrupted';
  const message = error instanceof Error ? error.message : String(error);
  const slow = error instanceof Error && /^(?:SlowError|TimeoutError|AbortError)$/.test(error.name);
  return slow ? `it took longer than ${limitMs / 1000} s` : message;
}

/** Whether anything of a plan could make an object. What can't is known by the names of all commands in it. */
export function mayMakeObjects({ runbooks }: Plan): boolean {
  return statementsOf(runbooks.flatMap(plannedBlocksOf)).some(
    ({ action }) => action.kind === 'apply' || (action.kind === 'shell' && !isHarmless(action.script)),
  );
}

const harmless: ReadonlySet<string> = new Set([
  'true',
  'false',
  ':',
  'cd',
  'echo',
  'export',
  'printf',
  'pwd',
  'sleep',
  'test',
]);

/** Text that can't be read has no commands. */
function isHarmless(script: string): boolean {
  const commands = simpleCommands(script);
  return (
    commands.length > 0 &&
    commands.every(({ name, words, opaque, open }) => {
      const assigns = name === undefined && words.length === 0;
      return !opaque && !open && (assigns || (name !== undefined && harmless.has(name)));
    })
  );
}

function contextsOf({ facts }: OpenTarget): readonly string[] {
  return [...new Set(facts.clusters.map(({ context }) => context))];
}

type Found = Omit<LeftObject, 'context' | 'runbook'>;

/**
 * What is new, without what lies in a namespace that is new too: that says how many it holds. What is being deleted
 * and would not go away by itself, since a finalizer keeps it, stands.
 */
function difference(before: Inventory, after: Inventory): readonly Found[] {
  const known = new Set(before.objects.map(({ uid }) => uid));
  const objects = after.objects.filter(({ kept }) => kept === undefined || kept.length > 0);
  const ending = new Set(
    after.objects
      .filter((object) => isNamespace(object) && object.kept !== undefined)
      .map(({ name }) => name),
  );
  const standing = new Set(after.objects.filter(isNamespace).map(({ name }) => name));
  // A namespace that is being deleted takes what is in it along, unless a finalizer keeps that.
  const stays = ({ namespace, kept }: Standing): boolean =>
    namespace === undefined ||
    !after.complete.has('namespace') ||
    (standing.has(namespace) && (!ending.has(namespace) || kept !== undefined));
  const fresh = objects.filter(
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
