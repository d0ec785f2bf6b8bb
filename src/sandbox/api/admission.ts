import type { Admission } from '../kinds/admit.ts';
import { forbidden } from '../store/api-error.ts';
import type { KubeObject } from '../store/object.ts';
import { fieldValidationOf, type ResourceRequest } from './request.ts';

/** Validation and defaults of the kind, and the rules that look at other objects. @throws ApiError */
export function admitObject(request: ResourceRequest, object: KubeObject, old?: KubeObject): Admission {
  const { kind, schema, world, query } = request;
  if (!old && request.resource === 'pods') checkServiceAccount(request, object);
  return schema.admit(kind, object, {
    ...(old ? { old } : {}),
    fieldValidation: fieldValidationOf(query),
    now: world.clock.now(),
    services: () => world.store.list('services'),
  });
}

/** The account `default` is made by a controller a moment after its namespace, so that it counts as there. */
function checkServiceAccount({ world, resource }: ResourceRequest, pod: KubeObject): void {
  const { serviceAccountName: name = 'default' } = (pod.spec ?? {}) as { serviceAccountName?: string };
  const { namespace = '' } = pod.metadata;
  if (name === 'default' || world.store.get({ resource: 'serviceaccounts', namespace, name })) return;
  const why = `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`;
  throw forbidden(resource, pod.metadata.name, why);
}
