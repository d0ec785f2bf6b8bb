import { variablesOf } from '../expectations/judge-expectation.ts';
import type { Touched } from '../model/finding.ts';
import { type AppliedObject, isRefused, type Output } from '../model/output.ts';
import type { ApplyAction, AssertAction, ObjectArgs } from '../model/runbook.ts';
import type { PlacedStatement } from '../model/statements.ts';
import type { OpenTarget } from '../model/target.ts';
import { bracedVariables, expandBraced } from '../shell/braced-variables.ts';
import { expand, variablesIn } from '../shell/expand.ts';
import type { RunEvents } from './run-events.ts';
import type { RunbookSession } from './runbook-session.ts';

/** A manifest to be applied, read or deleted. */
type ManifestRequest = PlacedStatement & {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** What earlier attempts applied: they are looked at again instead of being applied again. */
  readonly before?: readonly AppliedObject[];
};

/** Runs the manifests of one runbook, and knows what they have put on the clusters. */
export class ManifestRunner {
  /** Manifests marked `delete` that were applied: their objects are to be deleted at the end. */
  readonly toDelete: PlacedStatement[] = [];
  /** Objects that the server took, the latest first. */
  applied: readonly Touched[] = [];
  /** Manifests marked `delete` as they were applied, by statement: their variables may have other values by the end. */
  readonly #filledIn = new Map<string, string>();
  readonly #target: OpenTarget;
  readonly #session: RunbookSession;
  readonly #events: RunEvents;

  constructor(target: OpenTarget, session: RunbookSession, events: RunEvents) {
    this.#target = target;
    this.#session = session;
    this.#events = events;
  }

  /** Manifests marked `delete` as they were applied, by statement. */
  get filledIn(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#filledIn);
  }

  /** Takes over from an earlier run that a manifest marked `delete` was applied, as this text. */
  remember(placed: PlacedStatement, manifest: string): void {
    this.toDelete.push(placed);
    this.#filledIn.set(placed.statement.id, manifest);
  }

  async apply(action: ApplyAction, request: ManifestRequest): Promise<Output> {
    const { block, segment, statement, before } = request;
    const { applyManifest } = await import('../kube/apply.ts');
    const known = this.toDelete.some((other) => other.statement.id === statement.id);
    if (action.delete && !known) this.toDelete.push({ block, segment, statement });
    const manifest = await this.#manifest(action, request);
    if (action.delete) this.#filledIn.set(statement.id, manifest.manifest);
    const force = action.force === undefined ? {} : { force: action.force };
    const output = await applyManifest({ ...manifest, ...force }, before);
    if (before === undefined) this.#remember(manifest.context, output.applied);
    return this.#print(request, output);
  }

  /** Reads the objects that the expectations of an assert block ask for. */
  async read(action: AssertAction, request: ManifestRequest): Promise<Output> {
    const { expectations } = request.segment;
    const { readObjects } = await import('../kube/read-objects.ts');
    const variables = await this.#session.variables([...new Set(expectations.flatMap(variablesOf))]);
    const wanted = expectations.map(({ args }) => args as ObjectArgs);
    const place = await this.#place(action, request);
    return this.#print(request, await readObjects({ ...place, wanted, variables }));
  }

  /** Deletes what a manifest marked `delete` made. */
  async delete(action: ApplyAction, request: ManifestRequest): Promise<Output> {
    const { deleteManifest } = await import('../kube/delete.ts');
    const manifest = await this.#manifest(action, request);
    return deleteManifest({
      ...manifest,
      manifest: this.#filledIn.get(request.statement.id) ?? manifest.manifest,
    });
  }

  /** Shows what was printed: no session does it here. */
  #print({ statement }: ManifestRequest, output: Output): Output {
    for (const stream of ['stdout', 'stderr'] as const) {
      const { text } = output[stream];
      if (text !== '') this.#events.output({ statement: statement.id, stream, text, late: false });
    }
    return output;
  }

  #remember(context: string, applied: readonly AppliedObject[] = []): void {
    const objects = applied
      .filter((object) => !isRefused(object))
      .map(
        ({ resource, name, namespace }): Touched => ({
          context,
          resource,
          name,
          answered: true,
          ...(namespace === undefined ? {} : { namespace }),
        }),
      );
    this.applied = [...objects, ...this.applied];
  }

  async #manifest(action: ApplyAction, request: ManifestRequest) {
    const place = await this.#place(action, request);
    const named = bracedVariables(action.manifest).map(({ name }) => name);
    const values = await this.#session.variables([...new Set(named)]);
    const manifest = expandBraced(action.manifest, values);
    return { ...place, manifest, at: request.statement.span };
  }

  /** Which cluster and namespace a manifest is for, now. */
  async #place(action: ApplyAction | AssertAction, { timeoutMs, signal }: ManifestRequest) {
    const asked = [action.cluster, action.namespace ?? ''];
    const variables = await this.#session.variables([...new Set(asked.flatMap(variablesIn))]);
    const namespace = action.namespace === undefined ? undefined : expand(action.namespace, variables);
    return {
      kubeconfig: this.#target.kubeconfig,
      context: expand(action.cluster, variables),
      timeoutMs,
      signal,
      ...(namespace === undefined ? {} : { namespace }),
    };
  }
}
