import { posixTools } from '../binaries.ts';
import { printGunicornStart } from '../python/gunicorn.ts';
import type { Workload } from '../workload.ts';
import { httpbinApp } from './httpbin-app.ts';

/** httpbin as an image, on port 80. */
export const httpbin: Workload = {
  repositories: ['kennethreitz/httpbin', 'kong/httpbin'],
  binaries: ['sh', 'bash', 'python3', 'gunicorn', ...posixTools],
  entrypoint: () => ({
    kind: 'server',
    start: (place) => {
      printGunicornStart(place, { version: '19.9.0', listening: '0.0.0.0:80', workers: [9] });
      return (port) =>
        port === 80
          ? (request, peer) => httpbinApp(request, { origin: peer.address, scheme: 'http' })
          : undefined;
    },
  }),
};
