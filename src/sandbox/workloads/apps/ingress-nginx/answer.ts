import { type HttpRequest, type HttpResponse, header } from '../../../dataplane/message.ts';
import { silence } from '../../../dataplane/patience.ts';
import { localEndpoints } from '../../../mesh/endpoints.ts';
import { flagsOf, servedIngresses } from '../../../mesh/ingress-nginx.ts';
import type { IngressObject } from '../../../mesh/ingress-objects.ts';
import type { ServiceObject } from '../../../mesh/objects.ts';
import { resources } from '../../../mesh/resources.ts';
import { reasonPhrase, reply } from '../../http-reply.ts';
import type { Peer } from '../../runtime.ts';
import type { Place } from '../../workload.ts';
import { annotationOf, isOn, strangeAnnotation } from './annotations.ts';
import { findLocation, type Location } from './locations.ts';

/** How long nginx waits for a connection to an endpoint, in milliseconds: `proxy-connect-timeout`. */
const connectTimeoutMs = 5000;

/** What the controller answers, by the objects as they are now. */
export async function answer(place: Place, request: HttpRequest, peer: Peer): Promise<HttpResponse> {
  const [path = '/', query] = request.path.split('?');
  const host = (header(request.headers, 'host') ?? '').toLowerCase().replace(/:\d+$/, '');
  const flags = flagsOf(place.pod());
  const unknown = unknownSetting(place, flags);
  if (unknown) return refused(unknown);
  const ingresses = servedIngresses(place.world, flags);
  const location = findLocation(ingresses, host, path);
  if (!location) return page(404);
  const { ingress } = location;
  const strange = strangeAnnotation(ingress);
  if (strange) return refused(`annotation ${strange}`);
  const redirect = redirectOf(ingress, { host, path, request });
  if (redirect)
    return {
      ...page(redirect.status),
      headers: [...page(redirect.status).headers, ['Location', redirect.to]],
    };
  if (isOutside(place, location)) return refused('an Ingress to a Service of type ExternalName');
  const target = endpointOf(place, location);
  if (target === undefined) return page(503);
  const onward = `${rewritten(location, path)}${query === undefined ? '' : `?${query}`}`;
  const to = { host: target.address, address: target.address, port: target.port, tls: false };
  const delivery = await place.network.exchange(to, {
    ...request,
    path: onward,
    headers: forwardedHeaders(request, peer),
  });
  if (delivery.kind === 'response') return withoutServer(delivery.response);
  if (delivery.failure === 'unsimulated') return reply(`${delivery.detail}\n`, { status: 501 });
  if (delivery.failure !== 'timeout') return page(502);
  await silence(connectTimeoutMs);
  return page(504);
}

const refused = (what: string): HttpResponse => reply(`sandbox: ${what} is not simulated\n`, { status: 501 });

/** Settings that are as simulated, whatever they say of it. */
const known: readonly string[] = ['allow-snippet-annotations', 'annotations-risk-level'];

/** A flag, or a key of its ConfigMap, that isn't looked at. */
function unknownSetting(
  { world }: Place,
  { configMap = '', strange }: ReturnType<typeof flagsOf>,
): string | undefined {
  if (strange) return `flag --${strange} of ingress-nginx`;
  const [namespace = '', name = ''] = configMap.split('/');
  const found = world.store.get({ resource: resources.configMaps, namespace, name });
  const keys = Object.keys((found?.data as Readonly<Record<string, string>> | undefined) ?? {});
  const key = keys.find((each) => !known.includes(each));
  return key && `setting ${key} of ingress-nginx`;
}

type Asked = { readonly host: string; readonly path: string; readonly request: HttpRequest };

function redirectOf(
  ingress: IngressObject,
  { host, path, request }: Asked,
): { readonly status: number; readonly to: string } | undefined {
  const isSecure = (ingress.spec?.tls ?? []).some(({ hosts = [] }) =>
    hosts.some((each) => each === host || each === host.replace(/^[^.]+/, '*')),
  );
  const wantsTls = isSecure && isOn(ingress, 'ssl-redirect', true);
  if (wantsTls || isOn(ingress, 'force-ssl-redirect')) {
    return { status: 308, to: `https://${host}${request.path}` };
  }
  const permanent = annotationOf(ingress, 'permanent-redirect');
  if (permanent)
    return { status: Number(annotationOf(ingress, 'permanent-redirect-code') ?? 301), to: permanent };
  const temporal = annotationOf(ingress, 'temporal-redirect');
  if (temporal) return { status: 302, to: temporal };
  const root = annotationOf(ingress, 'app-root');
  return root && path === '/' ? { status: 302, to: `http://${host}${root}` } : undefined;
}

/** The path as the endpoint sees it: what fits the location's pattern makes way for the target. */
function rewritten({ ingress, path: pattern }: Location, path: string): string {
  const target = annotationOf(ingress, 'rewrite-target');
  if (target === undefined) return path;
  const found = new RegExp(pattern, 'i').exec(path);
  return target.replace(/\$(\d)/g, (_, group: string) => found?.[Number(group)] ?? '') || '/';
}

const serviceOf = ({ world }: Place, { ingress, backend }: Location): ServiceObject | undefined =>
  world.store.get<ServiceObject>({
    resource: resources.services,
    namespace: ingress.metadata.namespace ?? '',
    name: backend.service?.name ?? '',
  });

const isOutside = (place: Place, location: Location): boolean =>
  serviceOf(place, location)?.spec?.type === 'ExternalName';

type Chosen = { readonly address: string; readonly port: number };

/** An endpoint of the backend's Service, to which nginx goes itself. */
function endpointOf(place: Place, location: Location): Chosen | undefined {
  const { world } = place;
  const { port } = location.backend.service ?? {};
  const service = serviceOf(place, location);
  const own = service?.spec?.ports?.find((each) =>
    port?.name ? each.name === port.name : each.port === port?.number,
  );
  if (!service || !own) return undefined;
  const choices = localEndpoints(world, service).flatMap((endpoint) => {
    const target = endpoint.ports[own.port];
    return endpoint.kind === 'remote' || target === undefined
      ? []
      : [{ address: endpoint.address, port: target }];
  });
  return choices[Math.floor(Math.random() * choices.length)];
}

const replaced = /^(connection|x-forwarded-(for|host|port|proto|scheme)|x-real-ip|x-request-id|x-scheme)$/i;

function forwardedHeaders({ headers }: HttpRequest, { address }: Peer): HttpRequest['headers'] {
  const host = header(headers, 'host') ?? '';
  const id = header(headers, 'x-request-id') ?? crypto.randomUUID().replaceAll('-', '');
  return [
    ...headers.filter(([name]) => !replaced.test(name)),
    ['X-Request-ID', id],
    ['X-Real-IP', address],
    ['X-Forwarded-For', address],
    ['X-Forwarded-Host', host],
    ['X-Forwarded-Port', '80'],
    ['X-Forwarded-Proto', 'http'],
    ['X-Forwarded-Scheme', 'http'],
    ['X-Scheme', 'http'],
  ];
}

const withoutServer = (response: HttpResponse): HttpResponse => ({
  ...response,
  headers: response.headers.filter(([name]) => !/^(server|connection)$/i.test(name)),
});

/** A page of nginx itself. */
function page(status: number): HttpResponse {
  const text = status === 503 ? '503 Service Temporarily Unavailable' : `${status} ${phrase(status)}`;
  const body = [
    '<html>',
    `<head><title>${text}</title></head>`,
    '<body>',
    `<center><h1>${text}</h1></center>`,
    '<hr><center>nginx</center>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
  return reply(body, { status, type: 'text/html' });
}

const phrase = (status: number): string => (status === 504 ? 'Gateway Time-out' : reasonPhrase(status));
