import { fieldManager } from '../model/field-manager.ts';
import type { TakenField } from '../model/output.ts';
import type { KubeAnswer, KubeClient } from './client.ts';
import type { KubeObject } from './kube-object.ts';

/** A misspelt field is an error, as the page would teach it otherwise. */
const applyQuery = `fieldManager=${fieldManager}&fieldValidation=Strict`;

type PatchOptions = {
  readonly client: KubeClient;
  readonly signal: AbortSignal;
  /** Takes fields of other managers; else they are conflicts. */
  readonly force: boolean;
  /** Has the server say what would be, and keep nothing. */
  readonly dryRun?: boolean;
};

/** The last answer, and the fields that were taken from others. */
type Patched = { readonly answer: KubeAnswer; readonly taken: readonly TakenField[] };

/**
 * Applies an object with server-side apply: without force first, since only a conflict says whose fields would be
 * taken. @param path Where the object is.
 */
export async function patchObject(
  path: string,
  object: KubeObject,
  { client, signal, force: takes, dryRun = false }: PatchOptions,
): Promise<Patched> {
  const send = (force: boolean): Promise<KubeAnswer> =>
    client.send({
      method: 'PATCH',
      path: `${path}?${applyQuery}&force=${force}${dryRun ? '&dryRun=All' : ''}`,
      contentType: 'application/apply-patch+yaml',
      body: JSON.stringify(object),
      signal,
    });
  const answer = await send(false);
  const taken = answer.status === 409 ? conflictsIn(answer.body) : [];
  if (taken.length === 0 || !takes) return { answer, taken: [] };
  return { answer: await send(true), taken };
}

type Conflict = {
  readonly details?: {
    readonly causes?: readonly {
      readonly reason?: string;
      readonly message?: string;
      readonly field?: string;
    }[];
  };
};

/** Fields that others manage, of a refused apply: `conflict with "gitops" using apps/v1`. */
export function conflictsIn(body: unknown): readonly TakenField[] {
  const { details } = body as Conflict;
  const causes = (details?.causes ?? []).filter(({ reason }) => reason === 'FieldManagerConflict');
  return causes.map(({ field = '', message = '' }) => ({
    field,
    manager: /^conflict with "((?:[^"\\]|\\.)*)"/.exec(message)?.[1] ?? message,
  }));
}
