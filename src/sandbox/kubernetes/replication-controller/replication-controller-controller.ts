import { fieldsAt } from '../../apiserver/fields.ts';
import { replicaController } from '../replica-set/replica-set-controller.ts';
import type { ReplicaSetObject } from '../workload/workload-objects.ts';

/** Does what a ReplicaSet's controller does; its selector is of labels alone. */
export const replicationController = replicaController({
  component: 'replication-controller',
  resource: 'replicationcontrollers',
  kind: 'ReplicationController',
  view: (object) => {
    const matchLabels = fieldsAt(object, 'spec.selector') as Readonly<Record<string, string>>;
    return { ...object, spec: { ...object.spec, selector: { matchLabels } } } as ReplicaSetObject;
  },
});
