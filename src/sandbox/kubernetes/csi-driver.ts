import { fieldsAt, listAt } from '../apiserver/fields.ts';
import { builtIn } from './define.ts';

/** What a driver can do. There are none here; pods that want a volume of one are refused. */
export const csiDriver = builtIn({
  group: 'storage.k8s.io',
  kind: 'CSIDriver',
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
