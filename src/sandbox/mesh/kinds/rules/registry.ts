import { backendTlsPolicyRules } from './backend-tls-policy-rules.ts';
import { gatewayClassRules, gatewayRules } from './gateway-rules.ts';
import { networkingRules, otherRules, securityRules } from './istio-rules.ts';
import { grpcRouteRules, httpRouteRules } from './route-rules.ts';
import type { RuleAt } from './rule-table.ts';

const gatewayApi: Readonly<Record<string, readonly RuleAt[]>> = {
  BackendTLSPolicy: backendTlsPolicyRules,
  Gateway: gatewayRules,
  GatewayClass: gatewayClassRules,
  GRPCRoute: grpcRouteRules,
  HTTPRoute: httpRouteRules,
};

const groups: Readonly<Record<string, Readonly<Record<string, readonly RuleAt[]>>>> = {
  'gateway.networking.k8s.io': gatewayApi,
  'networking.istio.io': networkingRules,
  'security.istio.io': securityRules,
  'extensions.istio.io': otherRules,
  'telemetry.istio.io': otherRules,
};

/** The CEL rules of a kind of the mesh. */
export const rulesOf = (group: string, kind: string): readonly RuleAt[] => groups[group]?.[kind] ?? [];
