import { ageColumn, formatLabels, nameColumn, numberColumn, textColumn } from '../apiserver/columns.ts';
import { at, listAt, textAt } from '../apiserver/fields.ts';
import type { Column } from '../apiserver/kind.ts';
import type { KubeObject } from '../apiserver/store/object.ts';

const none = '<none>';

const text = (name: string, path: string, otherwise = ''): Column =>
  textColumn(name, (object) => textAt(object, path) || otherwise);

const flag = (name: string, path: string, otherwise = false): Column => ({
  name,
  type: 'boolean',
  cell: (object) => (at(object, path) as boolean | undefined) ?? otherwise,
});

const count = (name: string, path: string): Column => ({
  name,
  type: 'integer',
  cell: (object) => listAt(object, path).length,
});

const numberOrNone = (name: string, path: string): Column => ({
  name,
  type: 'string',
  cell: (object) => (at(object, path) as number | undefined) ?? none,
});

const ofContainers = (name: string, field: string): Column =>
  textColumn(name, (object) =>
    listAt(object, 'template.spec.containers')
      .map((container) => textAt(container, field))
      .join(','),
  );

const joined = (name: string, path: string, otherwise: string): Column =>
  textColumn(name, (object) => listAt(object, path).map(String).join(',') || otherwise);

const queuing = 'spec.limited.limitResponse.queuing';

/**
 * The columns of kinds that nothing behaves by, by `group/Kind`; the name and the age where there are none here.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.33.1/pkg/printers/internalversion/printers.go
 */
export const plainColumns: Readonly<Record<string, readonly Column[]>> = {
  '/ComponentStatus': [
    nameColumn,
    textColumn('Status', health),
    textColumn('Message', (object) => healthText(object, 'message')),
    textColumn('Error', (object) => healthText(object, 'error')),
  ],
  '/PodTemplate': [
    nameColumn,
    ofContainers('Containers', 'name'),
    ofContainers('Images', 'image'),
    textColumn('Pod Labels', (object) => formatLabels(at(object, 'template.metadata.labels'))),
  ],
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': webhooks(),
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': webhooks(),
  'flowcontrol.apiserver.k8s.io/FlowSchema': [
    nameColumn,
    text('PriorityLevel', 'spec.priorityLevelConfiguration.name'),
    numberColumn('MatchingPrecedence', 'spec.matchingPrecedence'),
    text('DistinguisherMethod', 'spec.distinguisherMethod.type', none),
    ageColumn,
    textColumn(
      'MissingPL',
      (object) => textAt(condition(object, 'status.conditions', 'Dangling'), 'status') || '?',
    ),
  ],
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration': [
    nameColumn,
    text('Type', 'spec.type'),
    numberOrNone('NominalConcurrencyShares', 'spec.limited.nominalConcurrencyShares'),
    numberOrNone('Queues', `${queuing}.queues`),
    numberOrNone('HandSize', `${queuing}.handSize`),
    numberOrNone('QueueLengthLimit', `${queuing}.queueLengthLimit`),
    ageColumn,
  ],
  'networking.k8s.io/IPAddress': [nameColumn, textColumn('ParentRef', parent)],
  'networking.k8s.io/ServiceCIDR': [nameColumn, joined('CIDRs', 'spec.cidrs', ''), ageColumn],
  'node.k8s.io/RuntimeClass': [nameColumn, text('Handler', 'handler'), ageColumn],
  'storage.k8s.io/CSIDriver': [
    nameColumn,
    flag('AttachRequired', 'spec.attachRequired', true),
    flag('PodInfoOnMount', 'spec.podInfoOnMount'),
    flag('StorageCapacity', 'spec.storageCapacity'),
    textColumn('TokenRequests', tokenRequests),
    flag('RequiresRepublish', 'spec.requiresRepublish'),
    joined('Modes', 'spec.volumeLifecycleModes', none),
    ageColumn,
  ],
  'storage.k8s.io/CSINode': [nameColumn, count('Drivers', 'spec.drivers'), ageColumn],
  'storage.k8s.io/CSIStorageCapacity': [
    nameColumn,
    text('StorageClassName', 'storageClassName'),
    text('Capacity', 'capacity', '<unset>'),
  ],
  'storage.k8s.io/VolumeAttachment': [
    nameColumn,
    { ...text('Attacher', 'spec.attacher'), format: 'name' },
    text('PV', 'spec.source.persistentVolumeName'),
    text('Node', 'spec.nodeName'),
    flag('Attached', 'status.attached'),
    ageColumn,
  ],
};

function webhooks(): readonly Column[] {
  return [nameColumn, count('Webhooks', 'webhooks'), ageColumn];
}

const condition = (object: KubeObject, path: string, type: string): unknown =>
  listAt(object, path).find((one) => textAt(one, 'type') === type);

const healthText = (object: KubeObject, field: string): string =>
  textAt(condition(object, 'conditions', 'Healthy'), field);

function health(object: KubeObject): string {
  const status = healthText(object, 'status');
  if (!status) return 'Unknown';
  return status === 'True' ? 'Healthy' : 'Unhealthy';
}

function parent(object: KubeObject): string {
  const part = (field: string): string => textAt(object, `spec.parentRef.${field}`);
  if (!part('name')) return none;
  const resource = [part('resource'), part('group')].filter(Boolean).join('.').toLowerCase();
  return [resource, part('namespace'), part('name')].filter(Boolean).join('/');
}

function tokenRequests(object: KubeObject): string {
  if (at(object, 'spec.tokenRequests') === undefined) return '<unset>';
  return listAt(object, 'spec.tokenRequests')
    .map((request) => textAt(request, 'audience'))
    .join(',');
}
