import { isRecord, mediaType, parseJson } from '../body.ts';
import { type ResourceRequest, requireObject } from '../request.ts';
import { type ApiResponse, ok } from '../response.ts';
import { ApiError, badRequest } from '../store/api-error.ts';
import type { KubeObject } from '../store/object.ts';
import { patchValue } from '../verbs/patch.ts';
import { writeChange } from '../write.ts';

/** `/scale`: the number of replicas, read or written, in a form that all scalable kinds share. @throws ApiError */
export async function scaleObject(request: ResourceRequest): Promise<ApiResponse> {
  const object = requireObject(request);
  const current = scaleOf(object);
  if (request.method === 'GET' || request.method === 'HEAD') return ok(current);
  const body = parseJson(await request.readBody());
  const next = request.method === 'PATCH' ? patchScale(request, current, body) : body;
  const given = {
    ...object,
    metadata: { ...object.metadata, ...versionOf(next) },
    spec: { ...(object.spec as object | undefined), replicas: replicasOf(next) },
  };
  const { object: written, warnings } = writeChange(request, { old: object, given });
  return ok(scaleOf(written), warnings);
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

function scaleOf({ metadata, spec, status }: KubeObject): Record<string, unknown> {
  const { replicas = 0, selector } = (spec ?? {}) as { replicas?: number; selector?: Selector };
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas },
    status: {
      replicas: (status as { replicas?: number } | undefined)?.replicas ?? 0,
      selector: labels.join(','),
    },
  };
}

type Selector = { readonly matchLabels?: Readonly<Record<string, string>> };
