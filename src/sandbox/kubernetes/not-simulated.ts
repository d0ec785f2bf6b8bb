import { ApiError } from '../apiserver/store/api-error.ts';
import { resourceName } from '../apiserver/store/object.ts';
import { type BuiltIn, builtIn } from './define.ts';

const none: readonly (readonly [group: string, kind: string, plural: string])[] = [
  ['', 'ReplicationController', 'replicationcontrollers'],
  ['admissionregistration.k8s.io', 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations'],
  ['admissionregistration.k8s.io', 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations'],
  ['autoscaling', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers'],
  ['batch', 'CronJob', 'cronjobs'],
  ['events.k8s.io', 'Event', 'events'],
  ['flowcontrol.apiserver.k8s.io', 'FlowSchema', 'flowschemas'],
  ['flowcontrol.apiserver.k8s.io', 'PriorityLevelConfiguration', 'prioritylevelconfigurations'],
  ['networking.k8s.io', 'Ingress', 'ingresses'],
  ['networking.k8s.io', 'IPAddress', 'ipaddresses'],
  ['networking.k8s.io', 'NetworkPolicy', 'networkpolicies'],
  ['networking.k8s.io', 'ServiceCIDR', 'servicecidrs'],
  ['storage.k8s.io', 'CSIDriver', 'csidrivers'],
  ['storage.k8s.io', 'CSINode', 'csinodes'],
  ['storage.k8s.io', 'CSIStorageCapacity', 'csistoragecapacities'],
  ['storage.k8s.io', 'VolumeAttachment', 'volumeattachments'],
];

/**
 * Kinds whose objects only mean something to a part that isn't there: no controller, no hook, no hop looks at them, and
 * what is kept without being obeyed would be a lie. A kind leaves this list when something behaves by it.
 */
export const notSimulated: readonly BuiltIn[] = none.map(([group, kind, plural]) =>
  builtIn({
    group,
    kind,
    refuse: (_object, old) =>
      old
        ? undefined
        : new ApiError(501, 'NotImplemented', `sandbox: ${resourceName(group, plural)} is not simulated`),
  }),
);
