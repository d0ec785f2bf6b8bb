import type { AdmissionPlugin, AdmissionRequest } from '../../apiserver/admission/plugin.ts';
import { refused, refusedEarly } from '../../apiserver/admission/refuse.ts';
import { at, fieldsAt, numberAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import type { World } from '../../world.ts';
import { priorityClassResource } from './priority-class.ts';

/**
 * New pods get the priority of their class, or of the one that is the default.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#priority
 */
export const priorityAdmission: AdmissionPlugin = {
  name: 'Priority',
  handles: ({ operation, resource, subresource }) =>
    subresource === '' &&
    ((operation === 'CREATE' && resource === 'pods') ||
      (operation !== 'DELETE' && resource === priorityClassResource)),
  mutate: (object, request) => (request.resource === 'pods' ? withPriority(object, request) : object),
  validate(object, request) {
    if (request.resource !== priorityClassResource || object.globalDefault !== true) return;
    const other = defaultClass(request.world);
    if (other && other.metadata.name !== object.metadata.name)
      throw refused(
        request,
        object,
        `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`,
      );
  },
};

const fallback = { value: 0, preemptionPolicy: 'PreemptLowerPriority' };

function withPriority(pod: KubeObject, request: AdmissionRequest): KubeObject {
  const { store } = request.world;
  const spec = fieldsAt(pod, 'spec');
  const asked = textAt(spec, 'priorityClassName');
  const found = asked
    ? store.get({ resource: priorityClassResource, namespace: '', name: asked })
    : defaultClass(request.world);
  if (asked && !found) throw refusedEarly(request, pod, `no PriorityClass with name ${asked} was found`);
  const priority = numberAt(found ?? fallback, 'value');
  const preemptionPolicy = textAt(found ?? fallback, 'preemptionPolicy');
  const given = at(spec, 'priority');
  if (given !== undefined && given !== priority)
    throw refusedEarly(
      request,
      pod,
      `the integer value of priority (${given}) must not be provided in pod spec; priority admission controller computed ${priority} from the given PriorityClass name`,
    );
  const policy = at(spec, 'preemptionPolicy');
  if (policy !== undefined && policy !== preemptionPolicy)
    throw refusedEarly(
      request,
      pod,
      `the string value of PreemptionPolicy (${policy}) must not be provided in pod spec; priority admission controller computed ${preemptionPolicy} from the given PriorityClass name`,
    );
  const name = found ? { priorityClassName: found.metadata.name } : {};
  return { ...pod, spec: { ...spec, ...name, priority, preemptionPolicy } };
}

/** Of several the one with the lowest value counts. */
const defaultClass = ({ store }: World): KubeObject | undefined =>
  store
    .list(priorityClassResource)
    .filter(({ globalDefault }) => globalDefault === true)
    .toSorted((a, b) => numberAt(a, 'value') - numberAt(b, 'value'))[0];
