import type { Headers, HttpResponse } from '../../dataplane/message.ts';
import type { Place } from '../workload.ts';
import { bookinfoPort } from './bookinfo-image.ts';

type Call = {
  readonly host: string;
  readonly path: string;
  readonly headers: Headers;
  readonly timeoutMs?: number;
};

/** One service's GET to another; undefined when no response came, or none in time. */
export async function call(
  place: Place,
  { host, path, headers, timeoutMs }: Call,
): Promise<HttpResponse | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => late.resolve(undefined), timeoutMs);
  try {
    return await Promise.race([get(place, host, path, headers), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function get(
  { network }: Place,
  name: string,
  path: string,
  headers: Headers,
): Promise<HttpResponse | undefined> {
  const [host = name, port = String(bookinfoPort)] = name.split(':');
  const [address] = (await network.resolve(host)) ?? [];
  if (!address) return undefined;
  const delivery = await network.exchange(
    { address, host, port: Number(port), tls: false },
    {
      method: 'GET',
      path,
      headers: [['Host', `${host}:${port}`], ...headers],
      body: Buffer.alloc(0),
    },
  );
  return delivery.kind === 'response' ? delivery.response : undefined;
}
