import { labelNameProblems } from '../../apiserver/admission/names.ts';
import { isEqual } from '../../apiserver/equal.ts';
import { fieldsAt, listAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { containerWarnings } from './container-warnings.ts';
import { portWarnings } from './port-warnings.ts';

/** What of a new pod is said to be no good idea. @see https://github.com/kubernetes/kubernetes/blob/v1.33.1/pkg/api/pod/warnings.go */
export const podWarnings = (pod: KubeObject, old: KubeObject | undefined): readonly string[] =>
  old ? [] : [...nameWarnings(pod.metadata.name, "the Pod's hostname"), ...specWarnings(pod.spec, 'spec')];

/** The same for the pods of a workload, whose template is at a path, where the workload is new or another. */
export const templateWarnings =
  (path: string, isNameChecked = true) =>
  (object: KubeObject, old: KubeObject | undefined): readonly string[] => {
    if (old && isEqual(old.spec, object.spec)) return [];
    const named = isNameChecked && !old ? nameWarnings(object.metadata.name, 'Pod names and hostnames') : [];
    return [...named, ...specWarnings(fieldsAt(object, `${path}.spec`), `${path}.spec`)];
  };

function nameWarnings(name: string, use: string): readonly string[] {
  const problems = labelNameProblems(name);
  return problems.length
    ? [
        `metadata.name: this is used in ${use}, which can result in surprising behavior; a DNS label is recommended: [${problems.join(' ')}]`,
      ]
    : [];
}

function specWarnings(spec: unknown, path: string): readonly string[] {
  return [
    ...labelWarnings(spec, path),
    ...selectorWarnings(listAt(spec, 'topologySpreadConstraints'), `${path}.topologySpreadConstraints`),
    ...repeated(listAt(spec, 'hostAliases'), 'ip', `${path}.hostAliases`),
    ...repeated(listAt(spec, 'imagePullSecrets'), 'name', `${path}.imagePullSecrets`),
    ...listAt(spec, 'imagePullSecrets').flatMap((secret, index) =>
      textAt(secret, 'name') ? [] : [`${path}.imagePullSecrets[${index}].name: invalid empty name ""`],
    ),
    ...containersOf(spec, path).flatMap(({ container, here }) => containerWarnings(container, here)),
    ...portWarnings(containersOf(spec, path)),
    ...(numberAt(spec, 'terminationGracePeriodSeconds') < 0
      ? [
          `${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
        ]
      : []),
    ...(['podAffinity', 'podAntiAffinity'] as const).flatMap((kind) =>
      affinityWarnings(fieldsAt(spec, `affinity.${kind}`), `${path}.affinity.${kind}`),
    ),
  ];
}

const containersOf = (spec: unknown, path: string) =>
  ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) =>
    listAt(spec, list).map((container, index) => ({ container, here: `${path}.${list}[${index}]` })),
  );

const oldLabels: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region':
    'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone':
    'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type':
    'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};

const labelWarnings = (spec: unknown, path: string): readonly string[] =>
  Object.keys(fieldsAt(spec, 'nodeSelector')).flatMap((label) =>
    Object.hasOwn(oldLabels, label) ? [`${path}.nodeSelector[${label}]: ${oldLabels[label]}`] : [],
  );

/** Without a selector, nothing is selected. */
const selectorWarnings = (terms: readonly unknown[], path: string, inner = ''): readonly string[] =>
  terms.flatMap((term, index) =>
    (inner ? fieldsAt(term, inner) : fieldsAt({ term }, 'term')).labelSelector === undefined
      ? [
          `${path}[${index}]${inner ? `.${inner}` : ''}.labelSelector: a null labelSelector results in matching no pod`,
        ]
      : [],
  );

function affinityWarnings(affinity: unknown, path: string): readonly string[] {
  const [required, preferred] = [
    'requiredDuringSchedulingIgnoredDuringExecution',
    'preferredDuringSchedulingIgnoredDuringExecution',
  ] as const;
  return [
    ...selectorWarnings(listAt(affinity, required), `${path}.${required}`),
    ...selectorWarnings(listAt(affinity, preferred), `${path}.${preferred}`, 'podAffinityTerm'),
  ];
}

function repeated(items: readonly unknown[], field: string, path: string): readonly string[] {
  const values = items.map((item) => textAt(item, field));
  return values.flatMap((value, index) =>
    values.indexOf(value) < index
      ? [`${path}[${index}].${field}: duplicate ${field} ${JSON.stringify(value)}`]
      : [],
  );
}
