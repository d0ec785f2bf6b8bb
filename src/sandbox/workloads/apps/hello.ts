import { parseImageName } from '../images/reference.ts';
import type { Workload } from '../workload.ts';
import { simpleServer } from './simple-server.ts';

/** Google's sample that says hello, by its version and its pod. */
export const helloApp: Workload = simpleServer({
  repositories: [
    'google-samples/hello-app',
    'google-samples/containers/gke/hello-app',
    'google-samples/node-hello',
  ],
  program: 'hello-app',
  port: ({ env }) => Number(env.PORT ?? 8080),
  hello: (port) =>
    `${new Date().toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', '/')} Server listening on port ${port}`,
  answer: () => (request, _peer, place) => {
    place.print(
      `${new Date().toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', '/')} Serving request: ${request.path}`,
    );
    const { repository, tag } = parseImageName(place.container.image);
    if (repository.endsWith('node-hello')) return 'Hello Kubernetes!';
    const version = /^\d+\.\d+$/.test(tag) ? `${tag}.0` : '1.0.0';
    return `Hello, world!\nVersion: ${version}\nHostname: ${place.env.HOSTNAME}\n`;
  },
  workload: { hasTag: (tag) => /^(?:[12]\.0|latest)$/.test(tag) },
});
