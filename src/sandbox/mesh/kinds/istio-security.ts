import { dateAgeColumn, nameColumn, pathColumn } from '../../apiserver/columns.ts';
import { customResource } from '../../kubernetes/define.ts';
import { authorizationPolicyRules, peerAuthenticationRules } from './istio-security-rules.ts';
import { refuseAuthorizationPolicy } from './istio-webhook.ts';

const family = {
  group: 'security.istio.io',
  versions: ['v1', 'v1beta1'],
  categories: ['istio-io', 'security-istio-io'],
} as const;

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/ */
export const authorizationPolicy = customResource({
  ...family,
  kind: 'AuthorizationPolicy',
  plural: 'authorizationpolicies',
  shortNames: ['ap'],
  validate: authorizationPolicyRules,
  refuse: refuseAuthorizationPolicy,
  columns: [nameColumn, pathColumn('Action', 'spec.action'), dateAgeColumn],
});

/** @see https://istio.io/latest/docs/reference/config/security/peer_authentication/ */
export const peerAuthentication = customResource({
  ...family,
  kind: 'PeerAuthentication',
  plural: 'peerauthentications',
  shortNames: ['pa'],
  validate: peerAuthenticationRules,
  columns: [nameColumn, pathColumn('Mode', 'spec.mtls.mode'), dateAgeColumn],
});
