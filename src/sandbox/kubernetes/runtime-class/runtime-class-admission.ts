import type { AdmissionPlugin } from '../../apiserver/admission/plugin.ts';
import { refusedEarly } from '../../apiserver/admission/refuse.ts';
import { at, textAt } from '../../apiserver/fields.ts';
import { ApiError } from '../../apiserver/store/api-error.ts';

const runtimeClasses = 'runtimeclasses.node.k8s.io';

/** The runtime that containers of the sandbox are said to have, as nodes of kind do. */
const handler = 'runc';

/**
 * New pods name a RuntimeClass that is there. Another handler than the usual one, what a class adds to pods and where it
 * lets them run are not simulated.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#runtimeclass
 */
export const runtimeClassAdmission: AdmissionPlugin = {
  name: 'RuntimeClass',
  handles: ({ operation, resource, subresource }) =>
    operation === 'CREATE' && resource === 'pods' && subresource === '',
  mutate(pod, request) {
    const name = textAt(pod, 'spec.runtimeClassName');
    if (!name) return pod;
    const found = request.world.store.get({ resource: runtimeClasses, namespace: '', name });
    if (!found) throw refusedEarly(request, pod, `pod rejected: RuntimeClass "${name}" not found`);
    const own = textAt(found, 'handler');
    const strange =
      own === handler
        ? ['overhead', 'scheduling'].find((field) => at(found, field) !== undefined)
        : `handler ${own}`;
    if (strange === undefined) return pod;
    throw new ApiError(501, 'NotImplemented', `sandbox: ${strange} of a RuntimeClass is not simulated`);
  },
};
