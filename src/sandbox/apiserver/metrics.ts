import { type Attributes, attributesOf, type Call } from './authorization/attributes.ts';
import type { ApiContext } from './context.ts';

/** How often something was asked for, by the labels of one line of `apiserver_request_total`. */
export type RequestCounts = Map<string, number>;

/** Counts a request that was answered. */
export function countRequest(counts: RequestCounts, call: Call, code: number): void {
  const labels = labelsOf(call, code);
  counts.set(labels, (counts.get(labels) ?? 0) + 1);
}

const labelsOf = (call: Call, code: number): string =>
  Object.entries({ code, component: 'apiserver', dry_run: call.query.get('dryRun') ?? '', ...ofCall(call) })
    .map(([name, value]) => `${name}="${String(value).replace(/[\\"\n]/g, '')}"`)
    .sort()
    .join(',');

/** Names of objects are no labels: there would be as many lines as objects. */
function ofCall(call: Call): Readonly<Record<string, string>> {
  const attributes = attributesOf(call);
  const none = { group: '', resource: '', scope: '', subresource: '', version: '' };
  if ('path' in attributes) return { ...none, verb: call.method };
  const { group, resource, subresource } = attributes;
  const version = call.path.split('/')[group ? 3 : 2] ?? '';
  return {
    group,
    resource,
    scope: scopeOf(attributes),
    subresource,
    verb: verbOf(call, attributes),
    version,
  };
}

function scopeOf({ name, namespace, verb }: Exclude<Attributes, { path: string }>): string {
  if (name || verb === 'create') return 'resource';
  return namespace ? 'namespace' : 'cluster';
}

function verbOf({ method }: Call, { verb }: Exclude<Attributes, { path: string }>): string {
  return ['list', 'watch', 'deletecollection'].includes(verb) ? verb.toUpperCase() : method;
}

/**
 * What is counted here and what a real server counts under the same names: its requests, and the objects it keeps.
 * @see https://kubernetes.io/docs/reference/instrumentation/metrics/
 */
export function metricsText({ world, requests = new Map() }: ApiContext): string {
  return [
    ...metric(
      'apiserver_request_total',
      'counter',
      'Requests that were answered, by what they asked for and the code.',
    ),
    ...[...requests].map(([labels, count]) => `apiserver_request_total{${labels}} ${count}`).sort(),
    ...metric('apiserver_storage_objects', 'gauge', 'Objects that are stored, by resource.'),
    ...world.kinds.all
      .filter(({ verbs }) => verbs.includes('watch'))
      .map(({ group, plural }) => (group ? `${plural}.${group}` : plural))
      .map(
        (resource) =>
          `apiserver_storage_objects{resource="${resource}"} ${world.store.list(resource).length}`,
      )
      .sort(),
    '',
  ].join('\n');
}

const metric = (name: string, type: string, help: string): readonly string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
];
