import { isRecord, mediaType, parseJson } from '../body.ts';
import { ageColumn, formatSelector, nameColumn, numberColumn } from '../columns.ts';
import { at, numberAt } from '../fields.ts';
import type { Column, Kind, ScalePaths } from '../kind.ts';
import { representationOf } from '../negotiation.ts';
import { type ResourceRequest, requireObject } from '../request.ts';
import { type ApiResponse, ok } from '../response.ts';
import { ApiError, badRequest } from '../store/api-error.ts';
import type { KubeObject } from '../store/object.ts';
import { tableOfColumns } from '../table.ts';
import { patchValue } from '../verbs/patch.ts';
import { writeChange } from '../write.ts';

/** `/scale`: the number of replicas, read or written, in a form that all scalable kinds share. @throws ApiError */
export async function scaleObject(request: ResourceRequest): Promise<ApiResponse> {
  const object = requireObject(request);
  const current = scaleOf(object, request.kind);
  if (request.method === 'GET' || request.method === 'HEAD') return ok(shown(request, current));
  const body = parseJson(await request.readBody());
  const next = request.method === 'PATCH' ? patchScale(request, current, body) : body;
  const given = {
    ...withNumber(object, request.kind.scale?.spec ?? usualPaths.spec, replicasOf(next)),
    metadata: { ...object.metadata, ...versionOf(next) },
  };
  const { object: written, warnings } = writeChange(request, { old: object, given });
  return ok(scaleOf(written, request.kind), warnings);
}

/** The object with a number at a path; a copy of what lies on the way. */
function withNumber<T>(value: T, path: string, number: number): T {
  const [name = '', ...rest] = path.split('.');
  const fields: Readonly<Record<string, unknown>> = isRecord(value) ? value : {};
  return { ...fields, [name]: rest.length ? withNumber(fields[name], rest.join('.'), number) : number } as T;
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

type Scale = KubeObject & { readonly spec: object; readonly status: object };

const usualPaths: ScalePaths = {
  spec: 'spec.replicas',
  status: 'status.replicas',
  selector: 'spec.selector',
};

function scaleOf(object: KubeObject, { scale = usualPaths }: Pick<Kind, 'scale'>): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const replicas = numberAt(object, scale.spec);
  const selector = scale.selector ? at(object, scale.selector) : '';
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    },
    spec: replicas ? { replicas } : {},
    status: {
      replicas: numberAt(object, scale.status),
      ...(selector ? { selector: typeof selector === 'string' ? selector : labelsText(selector) } : {}),
    },
  };
}

const labelsText = (selector: unknown): string => {
  const text = formatSelector(selector);
  return text === '<none>' ? '' : text;
};
