import type { AdmissionPlugin, AdmissionRequest } from '../../apiserver/admission/plugin.ts';
import { refusedEarly } from '../../apiserver/admission/refuse.ts';
import { at, fieldsAt, listAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { withTokenVolume } from './token-volume.ts';

/** Made by a controller a moment after its namespace, so that it counts as there: the server waits for it. */
const defaultAccount = 'default';

/**
 * New pods run under a service account that is there, have its token, and pull images with its secrets.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#serviceaccount
 */
export const serviceAccountAdmission: AdmissionPlugin = {
  name: 'ServiceAccount',
  handles: ({ operation, resource, subresource }) =>
    operation === 'CREATE' && resource === 'pods' && subresource === '',
  mutate(pod, request) {
    const { namespace = '' } = pod.metadata;
    const name = textAt(pod, 'spec.serviceAccountName') || defaultAccount;
    const account = request.world.store.get({ resource: 'serviceaccounts', namespace, name });
    if (!account && (name !== defaultAccount || !isBeingFurnished(request, namespace)))
      throw refusedEarly(
        request,
        pod,
        `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`,
      );
    return account ? withPullSecrets(withTokenVolume(pod, account), account) : pod;
  },
};

/** Clients wait for the account of a new namespace, controllers try again. */
const isBeingFurnished = ({ world }: AdmissionRequest, name: string): boolean =>
  world.store.get({ resource: 'namespaces', namespace: '', name }) !== undefined;

function withPullSecrets(pod: KubeObject, account: KubeObject): KubeObject {
  const secrets = listAt(account, 'imagePullSecrets');
  if (!secrets.length || listAt(pod, 'spec.imagePullSecrets').length) return pod;
  const imagePullSecrets = secrets.map((secret) => ({ name: at(secret, 'name') }));
  return { ...pod, spec: { ...fieldsAt(pod, 'spec'), imagePullSecrets } };
}
