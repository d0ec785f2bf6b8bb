/** How one field of a message is written: its JSON name and what it holds. */
export type FieldType =
  | 'string'
  | 'bytes'
  | 'integer'
  | 'boolean'
  /** Clients write it and the server sets it itself: creation times, status. */
  | 'ignored'
  | { readonly message: MessageType }
  | { readonly map: 'string' | 'bytes' };

export type Field = { readonly name: string; readonly type: FieldType; readonly repeated?: boolean };

/** Fields by number. One that isn't here is refused, never dropped. */
export type MessageType = Readonly<Record<number, Field>>;

export const string = (name: string): Field => ({ name, type: 'string' });
const strings = (name: string): Field => ({ name, type: 'string', repeated: true });
const boolean = (name: string): Field => ({ name, type: 'boolean' });
const integer = (name: string): Field => ({ name, type: 'integer' });
const ignored = (name: string): Field => ({ name, type: 'ignored' });
const message = (name: string, type: MessageType): Field => ({ name, type: { message: type } });
const messages = (name: string, type: MessageType): Field => ({ ...message(name, type), repeated: true });
const map = (name: string, of: 'string' | 'bytes' = 'string'): Field => ({ name, type: { map: of } });

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
  7: integer('generation'),
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

/**
 * The kinds that are read from protobuf, by name: those that kubectl makes with commands of their own.
 * @see https://github.com/kubernetes/api/blob/master/core/v1/generated.proto
 */
export const protobufMessages: Readonly<Record<string, MessageType>> = {
  ConfigMap: { 1: metadata, 2: map('data'), 3: map('binaryData', 'bytes'), 4: boolean('immutable') },
  DeleteOptions: {
    1: integer('gracePeriodSeconds'),
    2: message('preconditions', { 1: string('uid'), 2: string('resourceVersion') }),
    3: boolean('orphanDependents'),
    4: string('propagationPolicy'),
    5: strings('dryRun'),
  },
  Namespace: { 1: metadata, 2: message('spec', { 1: strings('finalizers') }), 3: ignored('status') },
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
  SelfSubjectReview: { 1: metadata, 2: ignored('status') },
  SelfSubjectRulesReview: {
    1: metadata,
    2: message('spec', { 1: string('namespace') }),
    3: ignored('status'),
  },
  ServiceAccount: {
    1: metadata,
    2: messages('secrets', objectReference),
    3: messages('imagePullSecrets', { 1: string('name') }),
    4: boolean('automountServiceAccountToken'),
  },
};
