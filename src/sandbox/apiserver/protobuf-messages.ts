/** How one field of a message is written: its JSON name and what it holds. */
export type FieldType =
  | 'string'
  | 'bytes'
  | 'integer'
  | 'boolean'
  | 'int-or-string'
  | 'quantity'
  /** Clients write it and the server sets it itself: creation times, status. */
  | 'ignored'
  | { readonly message: MessageType }
  | { readonly map: 'string' | 'bytes' | 'quantity' };

export type Field = {
  readonly name: string;
  readonly type: FieldType;
  readonly repeated?: boolean;
  /** Go writes it even when nobody set it, so that 0 and false mean nothing. */
  readonly plain?: boolean;
};

/** Fields by number. One that isn't here is refused, never dropped. */
export type MessageType = Readonly<Record<number, Field>>;

export const string = (name: string): Field => ({ name, type: 'string' });
const strings = (name: string): Field => ({ name, type: 'string', repeated: true });
const boolean = (name: string): Field => ({ name, type: 'boolean' });
const integer = (name: string): Field => ({ name, type: 'integer' });
const count = (name: string): Field => ({ ...integer(name), plain: true });
const flag = (name: string): Field => ({ ...boolean(name), plain: true });
const intOrString = (name: string): Field => ({ name, type: 'int-or-string' });
const ignored = (name: string): Field => ({ name, type: 'ignored' });
const message = (name: string, type: MessageType): Field => ({ name, type: { message: type } });
const messages = (name: string, type: MessageType): Field => ({ ...message(name, type), repeated: true });
const map = (name: string, of: 'string' | 'bytes' | 'quantity' = 'string'): Field => ({
  name,
  type: { map: of },
});

const ownerReference: MessageType = {
  1: string('kind'),
  3: string('name'),
  4: string('uid'),
  5: string('apiVersion'),
  6: boolean('controller'),
  7: boolean('blockOwnerDeletion'),
};

/** @see https://github.com/kubernetes/apimachinery/blob/master/pkg/apis/meta/v1/generated.proto */
const objectMeta: MessageType = {
  1: string('name'),
  2: string('generateName'),
  3: string('namespace'),
  4: ignored('selfLink'),
  5: string('uid'),
  6: string('resourceVersion'),
  7: count('generation'),
  8: ignored('creationTimestamp'),
  11: map('labels'),
  12: map('annotations'),
  13: messages('ownerReferences', ownerReference),
  14: strings('finalizers'),
};

const metadata = message('metadata', objectMeta);

const resourceAttributes: MessageType = {
  1: string('namespace'),
  2: string('verb'),
  3: string('group'),
  4: string('version'),
  5: string('resource'),
  6: string('subresource'),
  7: string('name'),
};

/** Of secrets that a service account refers to, clients give the name. */
const objectReference: MessageType = { 1: string('kind'), 2: string('namespace'), 3: string('name') };

const labelSelector: MessageType = {
  1: map('matchLabels'),
  2: messages('matchExpressions', { 1: string('key'), 2: string('operator'), 3: strings('values') }),
};

const container: MessageType = {
  1: string('name'),
  2: string('image'),
  3: strings('command'),
  4: strings('args'),
  5: string('workingDir'),
  6: messages('ports', {
    1: string('name'),
    2: count('hostPort'),
    3: count('containerPort'),
    4: string('protocol'),
    5: string('hostIP'),
  }),
  7: messages('env', { 1: string('name'), 2: string('value') }),
  8: message('resources', { 1: map('limits', 'quantity'), 2: map('requests', 'quantity') }),
  13: string('terminationMessagePath'),
  14: string('imagePullPolicy'),
  16: flag('stdin'),
  17: flag('stdinOnce'),
  18: flag('tty'),
  20: string('terminationMessagePolicy'),
};

const podSpec: MessageType = {
  2: messages('containers', container),
  3: string('restartPolicy'),
  4: integer('terminationGracePeriodSeconds'),
  6: string('dnsPolicy'),
  7: map('nodeSelector'),
  8: string('serviceAccountName'),
  9: string('serviceAccount'),
  10: string('nodeName'),
  11: flag('hostNetwork'),
  12: flag('hostPID'),
  13: flag('hostIPC'),
  16: string('hostname'),
  17: string('subdomain'),
  19: string('schedulerName'),
  24: string('priorityClassName'),
};

const template = message('template', { 1: metadata, 2: message('spec', podSpec) });

const deploymentSpec: MessageType = {
  1: integer('replicas'),
  2: message('selector', labelSelector),
  3: template,
  4: message('strategy', {
    1: string('type'),
    2: message('rollingUpdate', { 1: intOrString('maxUnavailable'), 2: intOrString('maxSurge') }),
  }),
  5: count('minReadySeconds'),
  6: integer('revisionHistoryLimit'),
  7: flag('paused'),
  9: integer('progressDeadlineSeconds'),
};

/** @see https://github.com/kubernetes/api/blob/master/batch/v1/generated.proto */
const jobSpec: MessageType = {
  1: integer('parallelism'),
  2: integer('completions'),
  3: integer('activeDeadlineSeconds'),
  4: message('selector', labelSelector),
  5: boolean('manualSelector'),
  6: template,
  7: integer('backoffLimit'),
  8: integer('ttlSecondsAfterFinished'),
  9: string('completionMode'),
  10: boolean('suspend'),
  12: integer('backoffLimitPerIndex'),
  13: integer('maxFailedIndexes'),
  14: string('podReplacementPolicy'),
  15: string('managedBy'),
};

const serviceSpec: MessageType = {
  1: messages('ports', {
    1: string('name'),
    2: string('protocol'),
    3: integer('port'),
    4: intOrString('targetPort'),
    5: count('nodePort'),
    6: string('appProtocol'),
  }),
  2: map('selector'),
  3: string('clusterIP'),
  4: string('type'),
  5: strings('externalIPs'),
  7: string('sessionAffinity'),
  8: string('loadBalancerIP'),
  9: strings('loadBalancerSourceRanges'),
  10: string('externalName'),
  11: string('externalTrafficPolicy'),
  12: count('healthCheckNodePort'),
  13: flag('publishNotReadyAddresses'),
  17: string('ipFamilyPolicy'),
  18: strings('clusterIPs'),
  19: strings('ipFamilies'),
};

const rules = messages('rules', {
  1: strings('verbs'),
  2: strings('apiGroups'),
  3: strings('resources'),
  4: strings('resourceNames'),
  5: strings('nonResourceURLs'),
});

const binding: MessageType = {
  1: metadata,
  2: messages('subjects', {
    1: string('kind'),
    2: string('apiGroup'),
    3: string('name'),
    4: string('namespace'),
  }),
  3: message('roleRef', { 1: string('apiGroup'), 2: string('kind'), 3: string('name') }),
};

const deleteOptions: MessageType = {
  1: integer('gracePeriodSeconds'),
  2: message('preconditions', { 1: string('uid'), 2: string('resourceVersion') }),
  3: boolean('orphanDependents'),
  4: string('propagationPolicy'),
  5: strings('dryRun'),
};

/**
 * The kinds that are read from protobuf, by name: those that kubectl makes with commands of their own.
 * @see https://github.com/kubernetes/api/blob/master/core/v1/generated.proto
 */
export const protobufMessages: Readonly<Record<string, MessageType>> = {
  ClusterRole: {
    1: metadata,
    2: rules,
    3: message('aggregationRule', { 1: messages('clusterRoleSelectors', labelSelector) }),
  },
  ClusterRoleBinding: binding,
  ConfigMap: { 1: metadata, 2: map('data'), 3: map('binaryData', 'bytes'), 4: boolean('immutable') },
  DeleteOptions: deleteOptions,
  Deployment: { 1: metadata, 2: message('spec', deploymentSpec), 3: ignored('status') },
  Eviction: { 1: metadata, 2: message('deleteOptions', deleteOptions) },
  Job: { 1: metadata, 2: message('spec', jobSpec), 3: ignored('status') },
  Namespace: { 1: metadata, 2: message('spec', { 1: strings('finalizers') }), 3: ignored('status') },
  PodDisruptionBudget: {
    1: metadata,
    2: message('spec', {
      1: intOrString('minAvailable'),
      2: message('selector', labelSelector),
      3: intOrString('maxUnavailable'),
      4: string('unhealthyPodEvictionPolicy'),
    }),
    3: ignored('status'),
  },
  PriorityClass: {
    1: metadata,
    2: integer('value'),
    3: flag('globalDefault'),
    4: string('description'),
    5: string('preemptionPolicy'),
  },
  ResourceQuota: {
    1: metadata,
    2: message('spec', { 1: map('hard', 'quantity'), 2: strings('scopes') }),
    3: ignored('status'),
  },
  Role: { 1: metadata, 2: rules },
  RoleBinding: binding,
  Secret: {
    1: metadata,
    2: map('data', 'bytes'),
    3: string('type'),
    4: map('stringData'),
    5: boolean('immutable'),
  },
  SelfSubjectAccessReview: {
    1: metadata,
    2: message('spec', {
      1: message('resourceAttributes', resourceAttributes),
      2: message('nonResourceAttributes', { 1: string('path'), 2: string('verb') }),
    }),
    3: ignored('status'),
  },
  TokenRequest: {
    1: metadata,
    2: message('spec', {
      1: strings('audiences'),
      3: message('boundObjectRef', {
        1: string('kind'),
        2: string('apiVersion'),
        3: string('name'),
        4: string('uid'),
      }),
      4: integer('expirationSeconds'),
    }),
    3: ignored('status'),
  },
  SelfSubjectReview: { 1: metadata, 2: ignored('status') },
  SelfSubjectRulesReview: {
    1: metadata,
    2: message('spec', { 1: string('namespace') }),
    3: ignored('status'),
  },
  Service: { 1: metadata, 2: message('spec', serviceSpec), 3: ignored('status') },
  ServiceAccount: {
    1: metadata,
    2: messages('secrets', objectReference),
    3: messages('imagePullSecrets', { 1: string('name') }),
    4: boolean('automountServiceAccountToken'),
  },
};
