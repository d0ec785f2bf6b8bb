import { notSupported } from '../apiserver/admission/field-error.ts';
import { fieldsAt, listAt, textAt } from '../apiserver/fields.ts';
import type { FieldError } from '../apiserver/kind.ts';
import type { KubeObject } from '../apiserver/store/object.ts';
import { builtIn } from './define.ts';

/** What a driver can do. There are none here; pods that want a volume of one are refused. */
export const csiDriver = builtIn({
  group: 'storage.k8s.io',
  kind: 'CSIDriver',
  countsGenerations: false,
  validate: driverRules,
  default: (object) => {
    const spec = fieldsAt(object, 'spec');
    const modes = listAt(spec, 'volumeLifecycleModes');
    return {
      ...object,
      spec: {
        attachRequired: true,
        podInfoOnMount: false,
        storageCapacity: false,
        fsGroupPolicy: 'ReadWriteOnceWithFSType',
        requiresRepublish: false,
        seLinuxMount: false,
        ...spec,
        volumeLifecycleModes: modes.length ? modes : ['Persistent'],
      },
    };
  },
});

const modes = ['Persistent', 'Ephemeral'];
const groupPolicies = ['File', 'None', 'ReadWriteOnceWithFSType'];

/** @see https://github.com/kubernetes/kubernetes/blob/v1.33.1/pkg/apis/storage/validation/validation.go */
function driverRules(object: KubeObject): FieldError[] {
  const policy = textAt(object, 'spec.fsGroupPolicy');
  return [
    ...(groupPolicies.includes(policy) ? [] : [notSupported('spec.fsGroupPolicy', policy, groupPolicies)]),
    ...listAt(object, 'spec.volumeLifecycleModes').flatMap((mode) =>
      modes.includes(String(mode)) ? [] : [notSupported('spec.volumeLifecycleModes', mode, modes)],
    ),
  ];
}
