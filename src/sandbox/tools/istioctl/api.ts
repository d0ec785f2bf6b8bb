import type { KubeObject } from '../../apiserver/store/object.ts';
import type { ApiClient, ApiRequest } from '../tool.ts';
import { CommandError } from './command.ts';
import { isRecord } from './output/shape.ts';

/** Path of Gateways in a namespace, or in all. */
export const gatewaysPath = (namespace: string): string =>
  `/apis/gateway.networking.k8s.io/v1${namespace ? `/namespaces/${namespace}` : ''}/gateways`;

/** What the API server answers with. @throws CommandError in the words of its Status */
export async function ask<T>(api: ApiClient, request: ApiRequest): Promise<T> {
  const { status, body } = await api(request);
  if (status >= 400) throw new ApiFailure(status, messageOf(body));
  return body as T;
}

/** The object at a path, if there is one. @throws ApiFailure of anything but its absence */
export async function find<T extends KubeObject>(api: ApiClient, path: string): Promise<T | undefined> {
  try {
    return await ask<T>(api, { method: 'GET', path });
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 404) return undefined;
    throw error;
  }
}

/** A request that the API server turned down. */
export class ApiFailure extends CommandError {
  override name = 'ApiFailure';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const messageOf = (body: unknown): string =>
  isRecord(body) && typeof body.message === 'string' ? body.message : String(body);
