import type { Registrar } from './library.ts';

const texts = (...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, 'string']));

const labels = 'map<string, string>';
const time = 'google.protobuf.Timestamp';

/** What expressions of policies know of a request and of its namespace; of objects they know nothing. */
const types: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'kubernetes.GroupVersionKind': texts('group', 'version', 'kind'),
  'kubernetes.GroupVersionResource': texts('group', 'version', 'resource'),
  'kubernetes.UserInfo': {
    ...texts('username', 'uid'),
    groups: 'list<string>',
    extra: 'map<string, list<string>>',
  },
  'kubernetes.AdmissionRequest': {
    ...texts('name', 'namespace', 'operation', 'subResource', 'requestSubResource'),
    kind: 'kubernetes.GroupVersionKind',
    requestKind: 'kubernetes.GroupVersionKind',
    resource: 'kubernetes.GroupVersionResource',
    requestResource: 'kubernetes.GroupVersionResource',
    userInfo: 'kubernetes.UserInfo',
    dryRun: 'bool',
    options: 'dyn',
  },
  'kubernetes.NamespaceMetadata': {
    ...texts('name', 'generateName', 'namespace', 'UID', 'resourceVersion'),
    labels,
    annotations: labels,
    creationTimestamp: time,
    deletionTimestamp: time,
    deletionGracePeriodSeconds: 'int',
    generation: 'int',
    finalizers: 'list<string>',
  },
  'kubernetes.NamespaceSpec': { finalizers: 'list<string>' },
  'kubernetes.NamespaceStatus': texts('phase'),
  'kubernetes.Namespace': {
    metadata: 'kubernetes.NamespaceMetadata',
    spec: 'kubernetes.NamespaceSpec',
    status: 'kubernetes.NamespaceStatus',
  },
};

/** What an expression may name: parameters where the policy has a kind of them, and the variables before it. */
export type PolicyScope = {
  readonly hasParams: boolean;
  /** By name, in the library's words. */
  readonly variables: Readonly<Record<string, string>>;
};

/**
 * Declares what a policy's expression may name.
 * @see https://github.com/kubernetes/apiserver/blob/v0.33.1/pkg/admission/plugin/cel/compile.go
 */
export function declarePolicy(environment: Registrar, { hasParams, variables }: PolicyScope): void {
  for (const [name, fields] of Object.entries(types)) environment.registerType(name, { fields });
  for (const name of ['object', 'oldObject']) environment.registerVariable(name, 'dyn');
  environment.registerVariable('request', 'kubernetes.AdmissionRequest');
  environment.registerVariable('namespaceObject', 'kubernetes.Namespace');
  if (hasParams) environment.registerVariable('params', 'dyn');
  if (Object.keys(variables).length === 0) return;
  environment.registerType('kubernetes.variables', { fields: variables });
  environment.registerVariable('variables', 'kubernetes.variables');
}
