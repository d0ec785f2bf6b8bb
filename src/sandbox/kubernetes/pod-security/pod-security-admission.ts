import { invalidObject } from '../../apiserver/admission/field-error.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../apiserver/admission/plugin.ts';
import { refused } from '../../apiserver/admission/refuse.ts';
import { fieldsAt, isFields, listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import type { World } from '../../world.ts';
import type { PodLike } from './check.ts';
import { violationsInFull, violationsInShort, violationsOf } from './evaluate.ts';
import { formatPolicy, isRelaxed, type LevelVersion, type Policy, policyOf, samePolicy } from './policy.ts';

/** Where the template of a pod is, of the kinds that make pods. */
const templates: Readonly<Record<string, string>> = {
  'cronjobs.batch': 'spec.jobTemplate.spec.template',
  'daemonsets.apps': 'spec.template',
  'deployments.apps': 'spec.template',
  'jobs.batch': 'spec.template',
  podtemplates: 'template',
  'replicasets.apps': 'spec.template',
  replicationcontrollers: 'spec.template',
  'statefulsets.apps': 'spec.template',
};

/**
 * Holds pods to the Pod Security Standards that the labels of their namespace name.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export const podSecurity: AdmissionPlugin = {
  name: 'PodSecurity',
  handles: ({ operation, resource, subresource }) =>
    operation !== 'DELETE' &&
    (subresource === '' || (resource === 'pods' && subresource === 'ephemeralcontainers')) &&
    (resource === 'namespaces' || resource === 'pods' || Object.hasOwn(templates, resource)),
  validate(object, request) {
    if (request.resource === 'namespaces') return checkNamespace(object, request);
    const policy = policyIn(request.world, object.metadata.namespace ?? '');
    if (request.resource === 'pods') {
      if (request.old && !isTelling(object, request.old)) return;
      const violations = violationsOf(podOf(object), policy.enforce);
      const why = `violates PodSecurity "${formatPolicy(policy.enforce)}": ${violationsInFull(violations)}`;
      if (violations.length) throw refused(request, object, why);
    }
    const template =
      request.resource === 'pods' ? object : fieldsAt(object, templates[request.resource] ?? '');
    if (isFields(template.spec)) warnOf(podOf(template), policy.warn, request);
  },
};

const podOf = (object: { readonly metadata?: unknown; readonly spec?: unknown }): PodLike => ({
  annotations: fieldsAt(object.metadata, 'annotations'),
  spec: fieldsAt(object, 'spec'),
});

function policyIn({ store }: World, name: string): Policy {
  const namespace = store.get({ resource: 'namespaces', namespace: '', name });
  return policyOf(namespace?.metadata.labels).policy;
}

function warnOf(pod: PodLike, policy: LevelVersion, { warn }: AdmissionRequest): void {
  const violations = violationsOf(pod, policy);
  if (violations.length)
    warn(`would violate PodSecurity "${formatPolicy(policy)}": ${violationsInFull(violations)}`);
}

/** Of a pod that runs, only new containers and images can break a rule. */
function isTelling(pod: KubeObject, old: KubeObject): boolean {
  const images = (object: KubeObject): string =>
    ['initContainers', 'containers', 'ephemeralContainers']
      .map((field) => listAt(object, `spec.${field}`).map((one) => textAt(one, 'image')))
      .map((list) => list.join('\n'))
      .join('\n\n');
  return images(pod) !== images(old);
}

function checkNamespace(namespace: KubeObject, request: AdmissionRequest): void {
  const { old, kind, world, warn } = request;
  const { name, labels } = namespace.metadata;
  const { policy, errors } = policyOf(labels);
  const before = policyOf(old?.metadata.labels);
  const isNews = !old || JSON.stringify(errors) !== JSON.stringify(before.errors);
  if (errors.length && isNews) throw invalidObject(kind, name, errors);
  const { enforce } = policy;
  const enforced = before.policy.enforce;
  const isWeaker = enforce.version === enforced.version && isRelaxed(enforce.level, enforced.level);
  if (!old || enforce.level === 'privileged' || samePolicy(enforce, enforced) || isWeaker) return;
  for (const text of warningsOfPods(world, name, enforce)) warn(text);
}

function warningsOfPods({ store }: World, namespace: string, enforce: LevelVersion): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const pod of store.list('pods', { namespace })) {
    const reason = violationsInShort(violationsOf(podOf(pod), enforce));
    if (reason) byReason.set(reason, [...(byReason.get(reason) ?? []), pod.metadata.name]);
  }
  if (!byReason.size) return [];
  const head = `existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "${formatPolicy(enforce)}"`;
  const lines = [...byReason].map(([reason, names]) => `${podsNamed(names.toSorted())}: ${reason}`);
  return [head, ...lines.toSorted()];
}

function podsNamed([first = '', ...others]: readonly string[]): string {
  if (!others.length) return first;
  return `${first} (and ${others.length} other ${others.length === 1 ? 'pod' : 'pods'})`;
}
