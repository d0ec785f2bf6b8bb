import { listMap, type Overlay } from './overlay.ts';

/** Other writers than istiod keep what they like in the status. */
const status: Overlay = { status: { 'x-kubernetes-preserve-unknown-fields': true } };

/** What the package leaves out of Istio's definitions, by kind. */
export const istioOverlays: Readonly<Record<string, Overlay>> = {
  AuthorizationPolicy: status,
  DestinationRule: status,
  PeerAuthentication: status,
  ServiceEntry: { ...status, 'spec.ports': listMap('name') },
  WorkloadEntry: status,
};
