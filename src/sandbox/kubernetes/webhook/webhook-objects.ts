import type { KubeObject } from '../../apiserver/store/object.ts';
import type { LabelSelectorSpec } from '../../apiserver/store/selectors.ts';
import type { MatchResources } from '../validating-admission-policy/objects.ts';

export const mutatingResource = 'mutatingwebhookconfigurations.admissionregistration.k8s.io';
export const validatingResource = 'validatingwebhookconfigurations.admissionregistration.k8s.io';

type ServiceReference = {
  readonly namespace: string;
  readonly name: string;
  readonly path?: string;
  readonly port?: number;
};

/** A program that is asked about what is written. */
export type Webhook = {
  readonly name: string;
  readonly clientConfig: { readonly url?: string; readonly service?: ServiceReference };
  readonly rules?: MatchResources['resourceRules'];
  readonly failurePolicy?: string;
  readonly matchPolicy?: string;
  readonly namespaceSelector?: LabelSelectorSpec;
  readonly objectSelector?: LabelSelectorSpec;
  readonly sideEffects?: string;
  readonly timeoutSeconds?: number;
  readonly matchConditions?: readonly { readonly name: string; readonly expression: string }[];
};

export type WebhookConfiguration = KubeObject & { readonly webhooks?: readonly Webhook[] };
