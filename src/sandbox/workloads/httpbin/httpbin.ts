import { posixTools } from '../binaries.ts';
import type { Workload } from '../workload.ts';
import { httpbinApp } from './httpbin-app.ts';

/** httpbin as an image, on port 80. */
export const httpbin: Workload = {
  repositories: ['kennethreitz/httpbin', 'kong/httpbin'],
  binaries: ['sh', 'bash', 'python3', 'gunicorn', ...posixTools],
  entrypoint: () => ({
    kind: 'server',
    start: (place) => {
      place.print('[INFO] Starting gunicorn 19.9.0');
      place.print('[INFO] Listening at: http://0.0.0.0:80 (1)');
      return (port) =>
        port === 80
          ? (request, peer) => httpbinApp(request, { origin: peer.address, scheme: 'http' })
          : undefined;
    },
  }),
};
