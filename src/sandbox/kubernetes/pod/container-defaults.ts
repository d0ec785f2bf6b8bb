import { type Fields, fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';

const probeDefaults = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };

/** @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container */
export function defaultContainer(container: unknown): unknown {
  if (!isFields(container)) return container;
  return {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: pullPolicyOf(textAt(container, 'image')),
    ...container,
    resources: defaultResources(fieldsAt(container, 'resources')),
    ...(container.ports ? { ports: listAt(container, 'ports').map(defaultPort) } : {}),
    ...(container.env ? { env: listAt(container, 'env').map(defaultVariable) } : {}),
    ...(isFields(container.lifecycle) ? { lifecycle: defaultHooks(container.lifecycle) } : {}),
    ...probe(container, 'livenessProbe'),
    ...probe(container, 'readinessProbe'),
    ...probe(container, 'startupProbe'),
  };
}

/** Images named `latest`, or without a tag, are pulled each time. */
function pullPolicyOf(image: string): string {
  if (image.includes('@')) return 'IfNotPresent';
  const tag = /:([^/:]+)$/.exec(image)?.[1] ?? 'latest';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

/** What is limited but not requested is requested in full. */
function defaultResources(resources: Fields): Fields {
  const limits = fieldsAt(resources, 'limits');
  if (!Object.keys(limits).length) return resources;
  return { ...resources, requests: { ...limits, ...fieldsAt(resources, 'requests') } };
}

const defaultPort = (port: unknown): unknown => (isFields(port) ? { protocol: 'TCP', ...port } : port);

function defaultVariable(variable: unknown): unknown {
  const fieldRef = fieldsAt(variable, 'valueFrom.fieldRef');
  if (!isFields(variable) || !Object.keys(fieldRef).length) return variable;
  const from = fieldsAt(variable, 'valueFrom');
  return { ...variable, valueFrom: { ...from, fieldRef: { apiVersion: 'v1', ...fieldRef } } };
}

/** What is asked over HTTP before the end or after the start. */
function defaultHooks(lifecycle: Fields): Fields {
  const hooks = Object.entries(lifecycle).map(([name, hook]) => [
    name,
    isFields(hook) && isFields(hook.httpGet)
      ? { ...hook, httpGet: { path: '/', scheme: 'HTTP', ...hook.httpGet } }
      : hook,
  ]);
  return Object.fromEntries(hooks) as Fields;
}

function probe(container: Fields, name: string): Fields {
  const given = container[name];
  if (!isFields(given)) return {};
  const request = isFields(given.httpGet) ? { httpGet: { path: '/', scheme: 'HTTP', ...given.httpGet } } : {};
  const health = isFields(given.grpc) ? { grpc: { service: '', ...given.grpc } } : {};
  return { [name]: { ...probeDefaults, ...given, ...request, ...health } };
}
