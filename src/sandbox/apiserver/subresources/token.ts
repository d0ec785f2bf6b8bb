import { invalid, invalidObject } from '../admission/field-error.ts';
import { type BoundTo, issuer, issueToken } from '../authentication/service-account-token.ts';
import { decodeObject } from '../body.ts';
import { at, fieldsAt, isFields, listAt, textAt } from '../fields.ts';
import type { FieldError } from '../kind.ts';
import { type ResourceRequest, requireObject } from '../request.ts';
import { type ApiResponse, created } from '../response.ts';
import { badRequest, conflict, notFound } from '../store/api-error.ts';
import type { KubeObject } from '../store/object.ts';
import { timestamp } from '../store/store.ts';

const kind = { group: 'authentication.k8s.io', kind: 'TokenRequest' } as const;
const hourSeconds = 3600;
const shortestSeconds = 600;

/** `serviceaccounts/token`: what `kubectl create token` asks for. @throws ApiError NotFound, 400, 422 */
export async function createToken(request: ResourceRequest): Promise<ApiResponse> {
  const asked = await decodeObject(await request.readBody(), request.headers['content-type'], {
    kinds: request.world.kinds,
    expected: 'TokenRequest',
  });
  const { name, namespace, world } = request;
  const misplaced = placeErrors(asked, request);
  if (misplaced.length) throw invalidObject(kind, name, misplaced);
  const account = requireObject(request);
  const audiences = listAt(asked, 'spec.audiences').map(String);
  const expirationSeconds = (at(asked, 'spec.expirationSeconds') as number | undefined) ?? hourSeconds;
  const spec = { audiences: audiences.length ? audiences : [issuer], expirationSeconds };
  const errors = durationErrors(expirationSeconds);
  if (errors.length) throw invalidObject(kind, '', errors);
  const reference = at(asked, 'spec.boundObjectRef');
  const bound = isFields(reference) ? boundTo(request, reference) : {};
  const token = await issueToken(world, account, { ...spec, ...bound });
  const now = world.clock.now();
  const end = timestamp(new Date(now.getTime() + expirationSeconds * 1000));
  return created({
    kind: kind.kind,
    apiVersion: `${kind.group}/v1`,
    metadata: { name, namespace, creationTimestamp: timestamp(now) },
    spec: { ...spec, boundObjectRef: reference ?? null },
    status: { token, expirationTimestamp: end },
  });
}

function placeErrors({ metadata }: KubeObject, { name, namespace }: ResourceRequest): FieldError[] {
  const error = (field: 'name' | 'namespace'): FieldError =>
    invalid(`metadata.${field}`, metadata[field], `must match the service account ${field} if specified`);
  return [
    ...(metadata.name && metadata.name !== name ? [error('name')] : []),
    ...(metadata.namespace && metadata.namespace !== namespace ? [error('namespace')] : []),
  ];
}

function durationErrors(seconds: number): FieldError[] {
  const field = 'spec.expirationSeconds';
  return [
    ...(seconds < shortestSeconds
      ? [invalid(field, seconds, 'may not specify a duration less than 10 minutes')]
      : []),
    ...(seconds > 2 ** 32
      ? [invalid(field, seconds, 'may not specify a duration larger than 2^32 seconds')]
      : []),
  ];
}

type Bound = { readonly boundTo: BoundTo; readonly node?: KubeObject | undefined };

const boundKinds = { Pod: 'pod', Secret: 'secret', Node: 'node' } as const;

function boundTo(request: ResourceRequest, reference: object): Bound {
  const { world, namespace, name } = request;
  const wanted = textAt(reference, 'kind');
  const version = textAt(reference, 'apiVersion');
  const known = Object.entries(boundKinds).find(([one]) => one === wanted)?.[1];
  if (!known || version !== 'v1')
    throw badRequest(`cannot bind token to object of type ${goType(version, wanted)}`);
  const resource = `${known}s`;
  const place = known === 'node' ? '' : namespace;
  const object = world.store.get({ resource, namespace: place, name: textAt(reference, 'name') });
  if (!object) throw notFound(resource, textAt(reference, 'name'));
  if (known === 'pod' && textAt(object, 'spec.serviceAccountName') !== name)
    throw badRequest(
      `cannot bind token for serviceaccount ${JSON.stringify(name)} to pod running with different serviceaccount name.`,
    );
  const uid = textAt(reference, 'uid');
  if (uid && uid !== object.metadata.uid)
    throw conflict(
      wanted,
      object.metadata.name,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  const nodeName = textAt(fieldsAt(object, 'spec'), 'nodeName');
  const node =
    known === 'pod' && nodeName
      ? world.store.get({ resource: 'nodes', namespace: '', name: nodeName })
      : undefined;
  return { boundTo: { kind: known, object }, node };
}

function goType(apiVersion: string, kind: string): string {
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  return `${group}/${version}, Kind=${kind}`;
}
