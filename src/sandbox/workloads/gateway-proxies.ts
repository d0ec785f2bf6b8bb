import { listensFor, throughListener } from '../dataplane/gateway-listener.ts';
import type { HttpRequest } from '../dataplane/message.ts';
import { isTlsFault, tlsFailure } from '../dataplane/tls.ts';
import type { Waypoint } from '../mesh/model.ts';
import { reply } from './http-reply.ts';
import type { Caller } from './runtime.ts';
import { noMetrics, notSimulated } from './system-images.ts';
import type { Handler, Listener, Place, Workload } from './workload.ts';

/** Ports of every gateway's proxy besides its listeners. */
const ports = { admin: 15000, hbone: 15008, metrics: 15020, readiness: 15021 } as const;

/** The proxies that gateways and waypoints run in: what they serve are the routes on their pod's Gateway. */
export const gatewayProxies: readonly Workload[] = [
  proxyImage('agentgateway', {
    repositories: [
      'agentgateway/agentgateway',
      'library/agentgateway',
      'agentgateway',
      'solo-public/enterprise-agentgateway/agentgateway-enterprise',
    ],
    binaries: ['agentgateway'],
    hello: agentgatewayHello,
  }),
  proxyImage('envoy', {
    repositories: ['istio/proxyv2', 'soloio-img/istio/proxyv2', 'istio-release/proxyv2'],
    binaries: ['pilot-agent', 'envoy', 'sh', 'bash', 'curl'],
    hello: ({ print, world }) => print(`${stamp(world)}\tinfo\tEnvoy proxy is ready`),
  }),
];

type ProxyImage = {
  readonly repositories: readonly string[];
  readonly binaries: readonly string[];
  /** What it logs before its first request. */
  readonly hello: (place: Place) => void;
};

function proxyImage(kind: Waypoint['proxy'], { repositories, binaries, hello }: ProxyImage): Workload {
  return {
    repositories,
    binaries,
    ...(binaries.includes('curl') ? { curlVersion: () => '7.81.0' } : {}),
    entrypoint: () => ({
      kind: 'server',
      start: (place) => {
        hello(place);
        return (port) => listener(place, kind, port);
      },
    }),
  };
}

function listener(place: Place, kind: Waypoint['proxy'], port: number): Listener | undefined {
  switch (port) {
    case ports.readiness:
      return async ({ path }) => (path === '/healthz/ready' ? reply('ready\n') : reply('', { status: 404 }));
    case ports.metrics:
      return async ({ path }) => (path === '/metrics' ? noMetrics(kind) : reply('', { status: 404 }));
    case ports.admin:
      return async ({ path }) => notSimulated(kind, path);
    case ports.hbone:
      /** Only a tunnel gets in here; plain HTTP is dropped. */
      return async () => 'reset';
    default:
      return onListener(place, kind, port);
  }
}

function onListener(place: Place, kind: Waypoint['proxy'], port: number): Listener | undefined {
  const { world, switches } = place;
  const listens = listensFor(world, place.pod(), port);
  const ask = (request: HttpRequest, caller: Caller) =>
    throughListener({ world, pod: place.pod(), kind, port, request, caller, switches });
  const plain: Handler = async (request, peer) => {
    const answer = await ask(request, peer);
    return answer.kind === 'response' ? answer.response : 'reset';
  };
  if (listens !== 'tls') return listens && plain;
  return {
    plain,
    secure: async (request, peer, tls) => {
      const answer = await ask(request, { ...peer, tls });
      if (answer.kind === 'response') return answer.response;
      return isTlsFault(answer.failure) ? tlsFailure(answer.failure, answer.detail) : 'reset';
    },
  };
}

function agentgatewayHello({ world, pod, print }: Place): void {
  const line = (scope: string, message: string): void => print(`${stamp(world)}\tinfo\t${scope}\t${message}`);
  const { name, namespace } = pod().metadata;
  line('agentgateway', `starting agentgateway for ${namespace}/${name}`);
  line('agent_xds::client', 'Stream established');
  line('readiness', "Task 'state manager' complete, marking server ready");
}

function stamp({ clock }: Place['world']): string {
  return clock.now().toISOString().replace('Z', '000Z');
}
