import { admissionChain } from '../apiserver/admission/chain.ts';
import type { User } from '../apiserver/authentication/user.ts';
import type { KubeObject } from '../apiserver/store/object.ts';
import type { World } from '../world.ts';
import { accessControl } from './access-control.ts';

/**
 * Brings an object that a program of the control plane makes into the form in which it is stored, as the API server
 * would if the program asked it to.
 * @throws ApiError of the admission plugin that refuses it
 */
export function admitNew(world: World, resource: string, object: KubeObject, user: User): KubeObject {
  const kind = world.kinds.byResource(resource);
  if (!kind) throw new Error(`there is no kind ${resource}`);
  const chain = admissionChain(accessControl.plugins, {
    operation: 'CREATE',
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
  const mutated = chain.mutate(kind.default?.(object) ?? object);
  const admitted = kind.prepare?.(mutated) ?? mutated;
  chain.validate(admitted);
  return admitted;
}
