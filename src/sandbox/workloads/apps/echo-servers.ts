import { type Headers, header } from '../../dataplane/message.ts';
import { json, reply } from '../http-reply.ts';
import type { Workload } from '../workload.ts';
import { flagOf, simpleServer } from './simple-server.ts';

/** The echo server of Gateway API's conformance: what it got, as JSON. @see https://github.com/kubernetes-sigs/gateway-api/tree/main/conformance/echo-basic */
const echoBasic = simpleServer({
  repositories: [
    'gateway-api/echo-basic',
    'k8s-staging-gateway-api/echo-basic',
    'gateway-api-inference-extension/echo-basic',
  ],
  program: 'echo-basic',
  port: ({ env }) => Number(env.HTTP_PORT ?? 3000),
  hello: (port) => `Starting server, listening on port ${port} (http)`,
  answer:
    () =>
    async (request, peer, { env, print }) => {
      const asked = new URL(request.path, 'http://echo').searchParams;
      await pause(durationMs(asked.get('delay') ?? ''));
      print(`Echoing back request made to ${request.path} to client (${peer.address}:${peer.port})`);
      const headers: Record<string, string[]> = {};
      for (const [name, value] of request.headers) {
        const key = name.toLowerCase().replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
        if (key !== 'Host') headers[key] = [...(headers[key] ?? []), value];
      }
      const facts = {
        path: request.path,
        host: header(request.headers, 'host') ?? '',
        method: request.method,
        proto: 'HTTP/1.1',
        headers,
        namespace: env.NAMESPACE ?? '',
        ingress: env.INGRESS_NAME ?? '',
        service: env.SERVICE_NAME ?? '',
        pod: env.POD_NAME ?? env.HOSTNAME ?? '',
      };
      return reply(`${JSON.stringify(facts, undefined, 1)}\n`, {
        type: 'application/json',
        headers: setHeaders(request.headers),
      });
    },
});

/** Headers that a request wants in its answer: `X-Echo-Set-Header: name:value, name:value`. */
const setHeaders = (headers: Headers): Headers =>
  (header(headers, 'x-echo-set-header') ?? '')
    .split(',')
    .map((pair) => /^\s*([^:]+):\s*(.*)$/.exec(pair))
    .flatMap((match) => (match ? [[match[1] ?? '', match[2] ?? ''] as const] : []));

/** Go's durations, as far as they are one number: `500ms`, `2s`. */
function durationMs(text: string): number {
  const [, amount = '0', unit = 's'] = /^([\d.]+)(ms|s)$/.exec(text) ?? [];
  return Number(amount) * (unit === 's' ? 1000 : 1);
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    if (ms === 0) resolve();
    else setTimeout(resolve, ms).unref();
  });

/** `registry.k8s.io/echoserver`. */
const echoserver = simpleServer({
  repositories: [
    'echoserver',
    'google-containers/echoserver',
    'ingress-nginx/e2e-test-echo',
    'e2e-test-images/echoserver',
  ],
  program: 'echoserver',
  port: 8080,
  answer:
    () =>
    (request, peer, { env }) => {
      const host = header(request.headers, 'host') ?? '';
      const lines = request.headers.map(([name, value]) => `\t${name.toLowerCase()}=${value}  `).toSorted();
      const [path = '/', query = ''] = request.path.split('?');
      return reply(
        [
          '',
          '',
          `Hostname: ${env.HOSTNAME}`,
          '',
          'Pod Information:',
          '\t-no pod information available-',
          '',
          'Server values:',
          '\tserver_version=nginx: 1.14.2 - lua: 10015',
          '',
          'Request Information:',
          `\tclient_address=${peer.address}`,
          `\tmethod=${request.method}`,
          `\treal path=${request.path}`,
          `\tquery=${query}`,
          '\trequest_version=1.1',
          '\trequest_scheme=http',
          `\trequest_uri=http://${host.includes(':') ? host : `${host}:8080`}${path}`,
          '',
          'Request Headers:',
          ...lines,
          '',
          'Request Body:',
          request.body.length ? request.body.toString() : '\t-no body in request-',
          '',
          '',
        ].join('\n'),
        { type: 'text/plain' },
      );
    },
});

/** `hashicorp/http-echo`: the text that it is started with. */
const httpEcho = simpleServer({
  repositories: ['hashicorp/http-echo'],
  program: 'http-echo',
  port: (call) => Number((flagOf(call, 'listen') ?? ':5678').replace(/^.*:/, '')),
  hello: (port) => `${stamp()} [INFO] server is listening on :${port}`,
  answer: (call) => {
    const text = flagOf(call, 'text') ?? call.env.ECHO_TEXT ?? 'hello-world';
    const status = Number(flagOf(call, 'status-code') ?? 200);
    return (request) => {
      if (request.path === '/health') return json({ status: 'ok' });
      return reply(`${text}\n`, {
        status,
        headers: [
          ['X-App-Name', 'http-echo'],
          ['X-App-Version', '1.0.0'],
        ],
      });
    };
  },
});

const stamp = (): string => new Date().toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', '/');

/** `traefik/whoami`. */
const whoami = simpleServer({
  repositories: ['traefik/whoami', 'containous/whoami', 'library/whoami'],
  program: 'whoami',
  port: (call) => Number(flagOf(call, 'port') ?? call.env.WHOAMI_PORT_NUMBER ?? 80),
  hello: (port) => `${stamp()} Starting up on port ${port}`,
  answer:
    () =>
    (request, peer, { env, pod }) => {
      if (request.path === '/health') return reply('', { status: 200 });
      const name = env.WHOAMI_NAME ? [`Name: ${env.WHOAMI_NAME}`] : [];
      const host = header(request.headers, 'host') ?? '';
      const rest = request.headers
        .filter(([key]) => key.toLowerCase() !== 'host')
        .map(([key, value]) => `${key}: ${value}`)
        .toSorted();
      return [
        ...name,
        `Hostname: ${env.HOSTNAME}`,
        'IP: 127.0.0.1',
        'IP: ::1',
        `IP: ${pod().status?.podIP ?? ''}`,
        `RemoteAddr: ${peer.address}:${peer.port}`,
        `${request.method} ${request.path} HTTP/1.1`,
        `Host: ${host}`,
        ...rest,
        '',
        '',
      ].join('\n');
    },
});

/** `jmalloc/echo-server`. */
const echoServer = simpleServer({
  repositories: ['jmalloc/echo-server', 'inanimate/echo-server'],
  program: 'echo-server',
  port: ({ env }) => Number(env.PORT ?? 8080),
  hello: (port) => `Echo server listening on port ${port}.`,
  answer:
    () =>
    (request, _peer, { env }) => {
      const lines = request.headers
        .filter(([name]) => name.toLowerCase() !== 'host')
        .map(([name, value]) => `${name}: ${value}`);
      return [
        `Request served by ${env.HOSTNAME}`,
        '',
        `${request.method} ${request.path} HTTP/1.1`,
        '',
        `Host: ${header(request.headers, 'host') ?? ''}`,
        ...lines.toSorted(),
        '',
        request.body.toString(),
      ].join('\n');
    },
});

/** Servers that say what they were asked. */
export const echoServers: readonly Workload[] = [echoBasic, echoserver, httpEcho, whoami, echoServer];
