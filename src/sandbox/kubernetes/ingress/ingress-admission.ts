import type { AdmissionPlugin } from '../../apiserver/admission/plugin.ts';
import { at, fieldsAt } from '../../apiserver/fields.ts';
import { classAnnotation } from '../../mesh/ingress-objects.ts';
import { resources } from '../../mesh/resources.ts';
import { defaultIngressClass } from './ingress-class.ts';

/**
 * Ingresses that name no class get the default one.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#defaultingressclass
 */
export const ingressAdmission: AdmissionPlugin = {
  name: 'DefaultIngressClass',
  handles: ({ operation, resource, subresource }) =>
    operation === 'CREATE' && resource === resources.ingresses && subresource === '',
  mutate(ingress, { world, warn }) {
    if (ingress.metadata.annotations?.[classAnnotation] !== undefined) {
      warn(`annotation "${classAnnotation}" is deprecated, please use 'spec.ingressClassName' instead`);
      return ingress;
    }
    const found = at(ingress, 'spec.ingressClassName') === undefined ? defaultIngressClass(world) : undefined;
    if (!found) return ingress;
    return { ...ingress, spec: { ...fieldsAt(ingress, 'spec'), ingressClassName: found.metadata.name } };
  },
};
