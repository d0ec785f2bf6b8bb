import { listAt } from '../../apiserver/fields.ts';
import { isReady } from '../../mesh/enrolment.ts';
import type { PodObject, ServiceObject } from '../../mesh/objects.ts';
import { fitsLabels, resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';
import type { Webhook } from './webhook-objects.ts';

/** What a webhook says, why it can't be reached, or that nobody knows what it would say. */
export type Answer =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'denied'; readonly message: string }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** Asks a webhook, as far as it is known what its image answers. Who is behind its certificate isn't looked at. */
export function askWebhook(world: World, { name, clientConfig, timeoutSeconds = 10 }: Webhook): Answer {
  const { service, url } = clientConfig;
  if (!service) return unknown(name, `${url} is outside of the sandbox, where nothing is reached`);
  const { namespace, name: serviceName, path = '', port = 443 } = service;
  const found = world.store.get<ServiceObject>({
    resource: resources.services,
    namespace,
    name: serviceName,
  });
  const place = `https://${serviceName}.${namespace}.svc:${port}${path}?timeout=${timeoutSeconds}s`;
  const failed = (why: string): Answer => ({ kind: 'failed', why: `Post "${place}": ${why}` });
  if (!found) return failed(`service "${serviceName}" not found`);
  const { clusterIP = '', selector, ports = [] } = found.spec ?? {};
  if (clusterIP === 'None') return failed('cannot route to service with ClusterIP "None"');
  if (!ports.some((one) => one.port === port))
    return failed(`no service port ${port} found for service "${serviceName}"`);
  const pods = world.store.list<PodObject>(resources.pods, {
    namespace,
    where: (pod) => fitsLabels(pod, selector) && isReady(pod as PodObject),
  });
  const [pod] = pods;
  return pod
    ? answerOf(world, name, pod)
    : failed(`dial tcp ${clusterIP}:${port}: connect: connection refused`);
}

function answerOf({ runtime }: World, name: string, pod: PodObject): Answer {
  const containers = listAt(pod, 'spec.containers') as readonly { readonly image: string }[];
  for (const { image } of containers) {
    const said = runtime.admissionOf?.(image);
    if (said) return 'deny' in said ? { kind: 'denied', message: said.deny } : { kind: 'allowed' };
  }
  const [{ image } = { image: '' }] = containers;
  runtime.opaque.asked(image, 'what it answers to admission reviews');
  return unknown(
    name,
    `what its image "${image}" answers is not known; say it by \`admission\` in a workloads.yaml beside the runbook, or run on a cluster`,
  );
}

const unknown = (name: string, why: string): Answer => ({
  kind: 'unknown',
  why: `sandbox: webhook "${name}" can't be asked: ${why}`,
});
