import { admissionChain } from '../admission/chain.ts';
import { decodeObject, isRecord } from '../body.ts';
import { detailsOf, keyOfRequest, type ResourceRequest, requireObject } from '../request.ts';
import { type ApiResponse, ok } from '../response.ts';
import { ApiError, badRequest, forbidden } from '../store/api-error.ts';
import { type DeleteOptions, deleteObject } from '../store/delete.ts';
import type { KubeObject, ObjectKey } from '../store/object.ts';
import { represent } from './get.ts';

/** Deletes one object. @throws ApiError NotFound, Conflict, Forbidden */
export async function removeObject(request: ResourceRequest): Promise<ApiResponse> {
  const { warnings, dryRun, ...options } = await readDeleteOptions(request);
  const current = requireObject(request);
  const key = keyOfRequest(request);
  checkDeletable(key);
  const told = admitDeletion(request, current, dryRun);
  const { object, gone } = dryRun
    ? { object: current, gone: true }
    : deleteObject(request.world.store, key, options);
  const texts = [...warnings, ...told];
  if (!gone || request.resource === 'pods') return ok(represent(request, object), texts);
  const done = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { ...detailsOf(request), uid: object.metadata.uid },
  };
  return ok(done, texts);
}

/** Lets admission plugins refuse that an object goes; gives their warnings. @throws ApiError */
export function admitDeletion(request: ResourceRequest, old: KubeObject, dryRun: boolean): readonly string[] {
  const warned: string[] = [];
  const warn = (text: string): number => warned.push(text);
  admissionChain(request.plugins, { ...request, operation: 'DELETE', old, dryRun, warn }).validate(old);
  return warned;
}

type GivenOptions = DeleteOptions & { readonly dryRun: boolean };

type WarningOptions = GivenOptions & { readonly warnings: readonly string[] };

/**
 * Of a few kinds the dependents stay when the client doesn't say, for old times' sake: the server warns.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup
 */
function withDefaultPolicy({ kind }: ResourceRequest, options: GivenOptions): WarningOptions {
  if (!kind.orphansByDefault || options.propagationPolicy) return { ...options, warnings: [] };
  const warning =
    'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning';
  return { ...options, propagationPolicy: 'Orphan', warnings: [warning] };
}

/**
 * Options come in the body, or in the query, as older clients send them; `warnings` are for the answer.
 * @throws ApiError 400
 */
export async function readDeleteOptions(request: ResourceRequest): Promise<WarningOptions> {
  return withDefaultPolicy(request, await readGivenOptions(request));
}

async function readGivenOptions({ query, headers, readBody, world }: ResourceRequest): Promise<GivenOptions> {
  const body = await readBody();
  const given: Record<string, unknown> =
    body.length > 0
      ? await decodeObject(body, headers['content-type'], { kinds: world.kinds, expected: 'DeleteOptions' })
      : {};
  const gracePeriodSeconds = given.gracePeriodSeconds ?? numberOf(query.get('gracePeriodSeconds'));
  const propagationPolicy =
    given.propagationPolicy ??
    query.get('propagationPolicy') ??
    (given.orphanDependents ? 'Orphan' : undefined);
  if (
    gracePeriodSeconds !== undefined &&
    gracePeriodSeconds !== null &&
    !Number.isSafeInteger(gracePeriodSeconds)
  )
    throw badRequest('delete options: gracePeriodSeconds is not a number');
  return {
    ...(typeof gracePeriodSeconds === 'number' ? { gracePeriodSeconds } : {}),
    ...(isPolicy(propagationPolicy) ? { propagationPolicy } : {}),
    dryRun: isTried(given.dryRun ?? query.getAll('dryRun')),
    ...(isRecord(given.preconditions) ? { preconditions: preconditionsOf(given.preconditions) } : {}),
  };
}

/** kubectl says in the body that nothing is to be stored, others in the query. */
function isTried(given: unknown): boolean {
  const stages: readonly unknown[] = Array.isArray(given) ? given : [];
  if (stages.every((stage) => stage === 'All')) return stages.length > 0;
  const shown = `[]string{${stages.map((stage) => JSON.stringify(stage)).join(', ')}}`;
  throw new ApiError(
    422,
    'Invalid',
    `DeleteOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ${shown}: supported values: "All"`,
  );
}

const numberOf = (text: string | null): number | undefined => (text === null ? undefined : Number(text));

function isPolicy(value: unknown): value is NonNullable<DeleteOptions['propagationPolicy']> {
  if (value === undefined || value === null) return false;
  if (value === 'Foreground' || value === 'Background' || value === 'Orphan') return true;
  throw badRequest(
    `DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: ${JSON.stringify(value)}: supported values: "Foreground", "Background", "Orphan"`,
  );
}

const preconditionsOf = ({ uid, resourceVersion }: Record<string, unknown>) => ({
  ...(typeof uid === 'string' ? { uid } : {}),
  ...(typeof resourceVersion === 'string' ? { resourceVersion } : {}),
});

const immortal = ['default', 'kube-system', 'kube-public'];

/** A few namespaces are the platform's own. @throws ApiError Forbidden */
export function checkDeletable({ resource, name }: ObjectKey): void {
  if (resource === 'namespaces' && immortal.includes(name))
    throw forbidden(resource, name, 'this namespace may not be deleted');
}
