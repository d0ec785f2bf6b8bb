import { parseImageName } from '../images/reference.ts';
import type { Workload } from '../workload.ts';
import { simpleServer } from './simple-server.ts';

/** Its first version is in one registry, its second in another; there are no others. */
const tags = ['v1', 'v2', 'latest'];

/** The application of Kubernetes' tutorial "Learn Kubernetes Basics", which says its pod and its version. */
export const bootcamp: Workload = simpleServer({
  repositories: ['google-samples/kubernetes-bootcamp', 'jocatalin/kubernetes-bootcamp'],
  program: 'node',
  shell: true,
  port: 8080,
  hello: (_port, { env }) =>
    `Kubernetes Bootcamp App Started At: ${new Date().toISOString()} | Running On:  ${env.HOSTNAME} \n`,
  answer: () => {
    const started = Date.now();
    let requests = 0;
    return (_request, _peer, { print, env, container }) => {
      requests += 1;
      print(
        `Running On: ${env.HOSTNAME} | Total Requests: ${requests} | App Uptime: ${(Date.now() - started) / 1000} seconds | Log Time: ${new Date().toISOString()}`,
      );
      const version = parseImageName(container.image).tag === 'v2' ? 2 : 1;
      return `Hello Kubernetes bootcamp! | Running on: ${env.HOSTNAME} | v=${version}\n`;
    };
  },
  workload: { hasTag: (tag) => tags.includes(tag) },
});
