import { representationOf } from '../negotiation.ts';
import { queryNumber } from '../query-number.ts';
import { apiVersionOf, inVersion, type ResourceRequest } from '../request.ts';
import { type ApiResponse, ok } from '../response.ts';
import { selectionOf } from '../selection.ts';
import { ApiError, badRequest } from '../store/api-error.ts';
import type { KubeObject } from '../store/object.ts';
import { partialMetadata, tableOf } from '../table.ts';

/** Objects of one kind, in pages when the client sets a limit. */
export async function listObjects(request: ResourceRequest): Promise<ApiResponse> {
  const { kind, world } = request;
  const { store } = world;
  queryNumber(request.query, 'timeoutSeconds');
  checkVersion(request);
  const where = selectionOf(request);
  const found = kind.compute?.(world).filter(where) ?? store.list(request.resource, { where });
  const { objects, next, remaining } = page(found, request.query);
  const metadata = {
    resourceVersion: String(store.revision),
    ...(next ? { continue: next, remainingItemCount: remaining } : {}),
  };
  return ok(
    representList(
      request,
      objects.map((object) => inVersion(request, object)),
      metadata,
    ),
  );
}

function representList(
  request: ResourceRequest,
  objects: readonly KubeObject[],
  metadata: Readonly<Record<string, unknown>>,
): unknown {
  const form = representationOf(request.headers);
  if (form === 'table') return tableOf(request, objects, metadata);
  if (form === 'metadata-list')
    return {
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      metadata,
      // A real server leaves an empty list of metadata unset.
      items: objects.length === 0 ? null : objects.map(partialMetadata),
    };
  const { kind, version } = request;
  const apiVersion = apiVersionOf(kind.group, version);
  const items = kind.custom ? objects : objects.map(({ apiVersion: _v, kind: _k, ...rest }) => rest);
  return { kind: kind.listKind, apiVersion, metadata, items };
}

/** A version from the future can't be waited for here: nothing but this server gives them out. */
function checkVersion({ query, world }: ResourceRequest): void {
  const asked = query.get('resourceVersion') ?? '';
  if (!/^\d*$/.test(asked))
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: "${asked}": strconv.ParseUint: parsing "${asked}": invalid syntax`,
    );
  if (Number(asked) > world.store.revision)
    throw new ApiError(
      504,
      'Timeout',
      `Too large resource version: ${asked}, current: ${world.store.revision}`,
      { causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version', field: '' }] },
    );
}

type Page = { readonly objects: readonly KubeObject[]; readonly next?: string; readonly remaining?: number };

/** A page goes on after the place where the one before ended, whatever was written in between. */
function page(found: readonly KubeObject[], query: URLSearchParams): Page {
  const limit = queryNumber(query, 'limit') ?? 0;
  const after = readToken(query.get('continue'));
  const rest = after === undefined ? found : found.filter((object) => placeOf(object) > after);
  const objects = limit > 0 ? rest.slice(0, limit) : rest;
  const last = objects.at(-1);
  if (!last || objects.length === rest.length) return { objects };
  const next = Buffer.from(JSON.stringify({ after: placeOf(last) })).toString('base64url');
  return { objects, next, remaining: rest.length - objects.length };
}

const placeOf = ({ metadata: { namespace = '', name } }: KubeObject): string => `${namespace}/${name}`;

function readToken(token: string | null): string | undefined {
  if (!token) return undefined;
  try {
    const { after } = JSON.parse(Buffer.from(token, 'base64url').toString()) as { after?: unknown };
    if (typeof after === 'string') return after;
  } catch {
    // Reported below, as any other token that isn't ours.
  }
  throw badRequest('continue key is not valid: not issued by this server');
}
