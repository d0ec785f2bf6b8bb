import { forbiddenField, notSupported } from '../../apiserver/admission/field-error.ts';
import { immutable } from '../../apiserver/admission/object-meta-rules.ts';
import { ageColumn, nameColumn, textColumn } from '../../apiserver/columns.ts';
import { numberAt, textAt } from '../../apiserver/fields.ts';
import type { FieldError } from '../../apiserver/kind.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';

export const priorityClassResource = 'priorityclasses.scheduling.k8s.io';
const group = 'scheduling.k8s.io';
const highestOfUsers = 1_000_000_000;
const policies = ['Never', 'PreemptLowerPriority'];

/** @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass */
export const priorityClass = builtIn({
  group,
  kind: 'PriorityClass',
  default: (object) => ({ preemptionPolicy: 'PreemptLowerPriority', ...object }),
  validate: classRules,
  columns: [
    nameColumn,
    { name: 'Value', type: 'integer', cell: (object) => numberAt(object, 'value') },
    { name: 'Global-Default', type: 'boolean', cell: (object) => object.globalDefault === true },
    ageColumn,
    textColumn('PreemptionPolicy', (object) => textAt(object, 'preemptionPolicy')),
  ],
});

const system = [
  [
    'system-cluster-critical',
    2_000_000_000,
    'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  ],
  [
    'system-node-critical',
    2_000_001_000,
    'Used for system critical pods that must not be moved from their current node.',
  ],
] as const;

/** The classes of the cluster's own pods. */
export const systemPriorityClasses = (): readonly KubeObject[] =>
  system.map(([name, value, description]) => ({
    apiVersion: `${group}/v1`,
    kind: 'PriorityClass',
    metadata: { name },
    value,
    description,
    preemptionPolicy: 'PreemptLowerPriority',
  }));

function classRules(object: KubeObject, old: KubeObject | undefined): FieldError[] {
  const { name } = object.metadata;
  const value = numberAt(object, 'value');
  const policy = textAt(object, 'preemptionPolicy');
  const own = system.find(([known]) => known === name);
  return [
    ...(name.startsWith('system-') && own?.[1] !== value
      ? [
          forbiddenField(
            'metadata.name',
            `priority class names with 'system-' prefix are reserved for system use only. error: ${own ? `value of ${name} PriorityClass must be ${own[1]}` : `${name} is not a known system priority class`}`,
          ),
        ]
      : []),
    ...(!name.startsWith('system-') && value > highestOfUsers
      ? [forbiddenField('value', `maximum allowed value of a user defined priority is ${highestOfUsers}`)]
      : []),
    ...(policies.includes(policy) ? [] : [notSupported('preemptionPolicy', policy, policies)]),
    ...(old && old.value !== object.value
      ? [forbiddenField('value', 'may not be changed in an update.')]
      : []),
    ...(old ? immutable('preemptionPolicy', policy, textAt(old, 'preemptionPolicy')) : []),
  ];
}
