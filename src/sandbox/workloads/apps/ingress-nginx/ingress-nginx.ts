import { Unsimulated } from '../../../dataplane/unsimulated.ts';
import { posixTools } from '../../binaries.ts';
import { reply } from '../../http-reply.ts';
import type { Handler, Place, Workload } from '../../workload.ts';
import { answer } from './answer.ts';

/** The ingress controller of the Kubernetes project. @see https://kubernetes.github.io/ingress-nginx/ */
export const ingressNginx: Workload = {
  repositories: [
    'ingress-nginx/controller',
    'ingress-nginx/controller-chroot',
    'library/ingress-nginx/controller',
  ],
  binaries: ['bash', 'sh', 'curl', ...posixTools],
  curlVersion: () => '8.12.1',
  programs: { 'wait-shutdown': async () => 0 },
  entrypoint: () => ({
    kind: 'server',
    start: (place) => {
      place.print(`-------------------------------------------------------------------------------`);
      place.print('NGINX Ingress controller');
      return (port) => listener(place, port);
    },
  }),
};

const ports = { http: 80, https: 443, health: 10254 } as const;

function listener(place: Place, port: number): Handler | undefined {
  switch (port) {
    case ports.http:
      return (request, peer) => logged(place, request, peer);
    case ports.https:
      throw new Unsimulated('sandbox: TLS of ingress-nginx is not simulated');
    case ports.health:
      return async ({ path }) => (path === '/healthz' ? reply('ok') : reply('', { status: 404 }));
    default:
      return undefined;
  }
}

const logged = async (place: Place, ...[request, peer]: Parameters<Handler>) => {
  const response = await answer(place, request, peer);
  const line = `"${request.method} ${request.path} HTTP/1.1" ${response.status} ${response.body.length}`;
  place.print(`${peer.address} - - [${place.world.clock.now().toISOString()}] ${line}`);
  return response;
};
