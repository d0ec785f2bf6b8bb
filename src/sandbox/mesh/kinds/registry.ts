import type { KindBehaviour } from '../../apiserver/kind.ts';
import { gatewayClassRules, gatewayRules } from './gateway-rules.ts';
import { httpRouteRules } from './http-route-rules.ts';
import { destinationRuleRules, serviceEntryRules, workloadEntryRules } from './istio-networking-rules.ts';
import { authorizationPolicyRules, peerAuthenticationRules } from './istio-security-rules.ts';
import { refuseAuthorizationPolicy, refuseDestinationRule, refuseServiceEntry } from './istio-webhook.ts';
import { notSimulated } from './not-simulated.ts';

const behaviours: Readonly<Record<string, KindBehaviour>> = {
  'gateway.networking.k8s.io/GatewayClass': { validate: gatewayClassRules },
  'gateway.networking.k8s.io/Gateway': { validate: gatewayRules },
  'gateway.networking.k8s.io/HTTPRoute': { validate: httpRouteRules },
  'networking.istio.io/ServiceEntry': { validate: serviceEntryRules, refuse: refuseServiceEntry },
  'networking.istio.io/DestinationRule': { validate: destinationRuleRules, refuse: refuseDestinationRule },
  'networking.istio.io/WorkloadEntry': { validate: workloadEntryRules },
  'security.istio.io/AuthorizationPolicy': {
    validate: authorizationPolicyRules,
    refuse: refuseAuthorizationPolicy,
  },
  'security.istio.io/PeerAuthentication': { validate: peerAuthenticationRules },
};

/** What the mesh's kinds do beyond their definitions, by `group/Kind`: what istiod's webhook refuses, for one. */
export const customBehaviours: ReadonlyMap<string, KindBehaviour> = new Map([
  ...notSimulated,
  ...Object.entries(behaviours),
]);
