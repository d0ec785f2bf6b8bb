import { isRecord, mediaType, parseJson } from '../body.ts';
import { ageColumn, nameColumn, numberColumn } from '../columns.ts';
import type { Column } from '../kind.ts';
import { representationOf } from '../negotiation.ts';
import { type ResourceRequest, requireObject } from '../request.ts';
import { type ApiResponse, ok } from '../response.ts';
import { ApiError, badRequest } from '../store/api-error.ts';
import { tableOfColumns } from '../table.ts';
import { patchValue } from '../verbs/patch.ts';
import { writeChange } from '../write.ts';
import { type Scale, scaleOf, withReplicas } from './scale-object.ts';

/** `/scale`: the number of replicas, read or written, in a form that all scalable kinds share. @throws ApiError */
export async function scaleObject(request: ResourceRequest): Promise<ApiResponse> {
  const object = requireObject(request);
  const current = scaleOf(object, request.kind);
  if (request.method === 'GET' || request.method === 'HEAD') return ok(shown(request, current));
  const body = parseJson(await request.readBody());
  const next = request.method === 'PATCH' ? patchScale(request, current, body) : body;
  const given = {
    ...withReplicas(object, request.kind, replicasOf(next)),
    metadata: { ...object.metadata, ...versionOf(next) },
  };
  const { object: written, warnings } = writeChange(request, { old: object, given });
  return ok(scaleOf(written, request.kind), warnings);
}

function patchScale(request: ResourceRequest, current: unknown, patch: unknown): unknown {
  if (mediaType(request.headers['content-type']) === 'application/apply-patch+yaml')
    throw new ApiError(501, 'NotImplemented', 'sandbox: server-side apply of scale is not simulated');
  return patchValue(request, current, patch);
}

function replicasOf(scale: unknown): number {
  const { replicas = 0 } = (isRecord(scale) && isRecord(scale.spec) ? scale.spec : {}) as {
    replicas?: unknown;
  };
  if (typeof replicas !== 'number' || !Number.isSafeInteger(replicas))
    throw badRequest('Scale in version "v1" cannot be handled as a Scale: spec.replicas is not an integer');
  if (replicas >= 0) return replicas;
  const message = `Invalid value: ${replicas}: must be greater than or equal to 0`;
  throw new ApiError(422, 'Invalid', `Scale.autoscaling "" is invalid: spec.replicas: ${message}`, {
    group: 'autoscaling',
    kind: 'Scale',
    causes: [{ reason: 'FieldValueInvalid', message, field: 'spec.replicas' }],
  });
}

const versionOf = (scale: unknown): { resourceVersion?: string } =>
  isRecord(scale) && isRecord(scale.metadata) && typeof scale.metadata.resourceVersion === 'string'
    ? { resourceVersion: scale.metadata.resourceVersion }
    : {};

/** As a table for those who ask for one. */
function shown(request: ResourceRequest, scale: Scale): unknown {
  return representationOf(request.headers) === 'table'
    ? tableOfColumns(request, [scale], scaleColumns)
    : scale;
}

const scaleColumns: readonly Column[] = [
  nameColumn,
  numberColumn('Desired', 'spec.replicas'),
  numberColumn('Available', 'status.replicas'),
  ageColumn,
];
