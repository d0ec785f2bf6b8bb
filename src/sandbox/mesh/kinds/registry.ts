import type { KindBehaviour } from '../../apiserver/kind.ts';
import { refuseTlsModes } from './gateway-listeners.ts';
import {
  refuseAuthorizationPolicy,
  refuseDestinationRule,
  refuseRequestAuthentication,
  refuseServiceEntry,
  refuseVirtualService,
} from './istio-webhook.ts';
import { notSimulated } from './not-simulated.ts';
import {
  refuseUnusedOfAuthorizationPolicy,
  refuseUnusedOfDestinationRule,
  refuseUnusedOfRequestAuthentication,
  refuseUnusedOfTelemetry,
  refuseUnusedOfVirtualService,
} from './not-simulated-fields.ts';
import { refuseExtensions } from './route-filters.ts';

const behaviours: Readonly<Record<string, KindBehaviour>> = {
  'gateway.networking.k8s.io/Gateway': { refuse: refuseTlsModes },
  'gateway.networking.k8s.io/GRPCRoute': { refuse: refuseExtensions },
  'gateway.networking.k8s.io/HTTPRoute': { refuse: refuseExtensions },
  'networking.istio.io/ServiceEntry': { refuse: refuseServiceEntry },
  'networking.istio.io/DestinationRule': {
    refuse: (rule) => refuseDestinationRule(rule) ?? refuseUnusedOfDestinationRule(rule),
  },
  'networking.istio.io/VirtualService': {
    refuse: (virtual) => refuseVirtualService(virtual) ?? refuseUnusedOfVirtualService(virtual),
  },
  'security.istio.io/RequestAuthentication': {
    refuse: (object) => refuseRequestAuthentication(object) ?? refuseUnusedOfRequestAuthentication(object),
  },
  'security.istio.io/AuthorizationPolicy': {
    refuse: (policy) => refuseAuthorizationPolicy(policy) ?? refuseUnusedOfAuthorizationPolicy(policy),
  },
  'telemetry.istio.io/Telemetry': { refuse: refuseUnusedOfTelemetry },
};

/** What the mesh's kinds do beyond their definitions, by `group/Kind`: what istiod's webhook refuses, for one. */
export const customBehaviours: ReadonlyMap<string, KindBehaviour> = new Map([
  ...notSimulated,
  ...Object.entries(behaviours),
]);
