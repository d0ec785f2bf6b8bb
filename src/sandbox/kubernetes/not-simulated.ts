import { ApiError } from '../apiserver/store/api-error.ts';
import { resourceName } from '../apiserver/store/object.ts';
import { type BuiltIn, builtIn } from './define.ts';

type Missing = readonly [group: string, kind: string, plural: string];

const none: readonly Missing[] = [
  ['storage.k8s.io', 'CSIStorageCapacity', 'csistoragecapacities'],
  ['storage.k8s.io', 'VolumeAttachment', 'volumeattachments'],
];

/** Kinds of which a cluster always has objects, so that an empty list of them would be a lie too. */
const absent: readonly (readonly [group: string, kind: string])[] = [
  ['flowcontrol.apiserver.k8s.io', 'FlowSchema'],
  ['flowcontrol.apiserver.k8s.io', 'PriorityLevelConfiguration'],
];

/**
 * Kinds whose objects only mean something to a part that isn't there: no controller, no hook, no hop looks at them, and
 * what is kept without being obeyed would be a lie. A kind leaves this list when something behaves by it.
 */
export const notSimulated: readonly BuiltIn[] = [
  ...none.map(refused),
  ...absent.map(([group, kind]) => builtIn({ group, kind, isAbsent: true })),
];

function refused([group, kind, plural]: Missing): BuiltIn {
  return builtIn({
    group,
    kind,
    refuse: (_object, old) =>
      old
        ? undefined
        : new ApiError(501, 'NotImplemented', `sandbox: ${resourceName(group, plural)} is not simulated`),
  });
}
