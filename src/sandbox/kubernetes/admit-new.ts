import { admissionChain } from '../apiserver/admission/chain.ts';
import type { User } from '../apiserver/authentication/user.ts';
import type { KubeObject, ObjectKey } from '../apiserver/store/object.ts';
import type { World } from '../world.ts';
import { accessControl } from './access-control.ts';

/**
 * Brings an object that a program of the control plane makes into the form in which it is stored, as the API server
 * would if the program asked it to.
 * @throws ApiError of the admission plugin that refuses it
 */
export function admitNew(world: World, resource: string, object: KubeObject, user: User): KubeObject {
  const { kind, chain } = chainOf(world, resource, user);
  const mutated = chain.mutate(kind.default?.(object) ?? object);
  const admitted = kind.prepare?.(mutated) ?? mutated;
  chain.validate(admitted);
  return admitted;
}

/**
 * Changes an object as the API server would if a program of the control plane asked it to; nothing happens where there
 * is none, or nothing to change.
 * @throws ApiError of the admission plugin that refuses it
 */
export function changeAdmitted<T extends KubeObject>(
  world: World,
  key: ObjectKey,
  change: (object: T) => T,
  user: User,
): void {
  const old = world.store.get<T>(key);
  if (!old) return;
  const { chain } = chainOf(world, key.resource, user, old);
  const admitted = chain.mutate(change(old));
  chain.validate(admitted);
  world.store.mutate<T>(key, () => admitted as T);
}

/** The plugins that look at a request; `old` is there where something is changed. */
function chainOf(world: World, resource: string, user: User, old?: KubeObject) {
  const kind = world.kinds.byResource(resource);
  if (!kind) throw new Error(`there is no kind ${resource}`);
  const chain = admissionChain(accessControl.plugins, {
    operation: old ? 'UPDATE' : 'CREATE',
    ...(old ? { old } : {}),
    kind,
    resource,
    version: kind.storageVersion,
    subresource: '',
    user,
    world,
    authorizer: accessControl.authorizer,
    dryRun: false,
    // Nobody reads the warnings of a controller's requests.
    warn: () => {},
  });
  return { kind, chain };
}
