import { issueLegacyToken } from '../../apiserver/authentication/service-account-token.ts';
import { fieldsAt, textAt } from '../../apiserver/fields.ts';
import type { KubeObject, ObjectKey } from '../../apiserver/store/object.ts';
import type { Controller } from '../../controllers/controller.ts';
import { keysOf } from '../../controllers/keys.ts';
import { resources } from '../../mesh/resources.ts';
import type { World } from '../../world.ts';

const secretType = 'kubernetes.io/service-account-token';
const nameAnnotation = 'kubernetes.io/service-account.name';
const uidAnnotation = 'kubernetes.io/service-account.uid';

/**
 * Fills Secrets that ask for a token of a service account, and deletes those whose account has gone.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#token-controller
 */
export const tokenSecret: Controller = {
  name: 'token-controller',
  watches: [resources.secrets, resources.serviceAccounts],
  enqueue: (changed, world) =>
    changed.resource === resources.secrets ? [changed] : keysOf(world, resources.secrets, changed.namespace),
  delay: 0.1,
  reconcile(key, world) {
    const secret = world.store.get(key);
    if (secret?.type !== secretType || secret.metadata.deletionTimestamp) return undefined;
    const account = accountOf(world, secret);
    if (!account) world.store.remove(key);
    else if (!textAt(secret, 'data.token')) void fill(world, key, account);
    return undefined;
  },
};

function accountOf(world: World, { metadata }: KubeObject): KubeObject | undefined {
  const { namespace = '', annotations = {} } = metadata;
  const name = annotations[nameAnnotation] ?? '';
  const account = world.store.get({ resource: resources.serviceAccounts, namespace, name });
  const uid = annotations[uidAnnotation];
  return uid && uid !== account?.metadata.uid ? undefined : account;
}

async function fill(world: World, key: ObjectKey, account: KubeObject): Promise<void> {
  const { uid = '' } = account.metadata;
  const secret = world.store.get(key);
  if (!secret) return;
  const token = await issueLegacyToken(world, account, secret);
  world.store.mutate(key, (object) =>
    textAt(object, 'data.token')
      ? object
      : {
          ...object,
          metadata: {
            ...object.metadata,
            annotations: { ...object.metadata.annotations, [uidAnnotation]: uid },
          },
          data: { ...fieldsAt(object, 'data'), ...tokenData(world, key.namespace, token) },
        },
  );
}

function tokenData(world: World, namespace: string, token: string): Readonly<Record<string, string>> {
  const root = world.store.get({ resource: resources.configMaps, namespace, name: 'kube-root-ca.crt' });
  return {
    'ca.crt': btoa(String(fieldsAt(root, 'data')['ca.crt'] ?? '')),
    namespace: btoa(namespace),
    token: btoa(token),
  };
}
