import { agentgateway } from './agentgateway.ts';
import { authorizationPolicy } from './authorization-policy.ts';
import type { Controller } from './controller.ts';
import { daemonSet } from './daemon-set.ts';
import { deployment } from './deployment.ts';
import { endpointSlice } from './endpoint-slice.ts';
import { garbageCollector } from './garbage-collector.ts';
import { gatewayClass } from './gateway-class.ts';
import { globalService } from './global-service.ts';
import { httpRoute } from './http-route.ts';
import { istioGateway } from './istio-gateway.ts';
import { job } from './job/job.ts';
import { kubelet } from './kubelet.ts';
import { namespace } from './namespace.ts';
import { replicaSet } from './replica-set.ts';
import { scheduler } from './scheduler.ts';
import { service } from './service.ts';
import { serviceAccount } from './service-account.ts';
import { ttlAfterFinished } from './ttl-after-finished.ts';
import { virtualAddress } from './virtual-address.ts';
import { waypointBinding } from './waypoint-binding.ts';

/** Everything that brings the objects of a cluster to life. */
export const controllers: readonly Controller[] = [
  agentgateway,
  authorizationPolicy,
  daemonSet,
  deployment,
  endpointSlice,
  garbageCollector,
  gatewayClass,
  globalService,
  httpRoute,
  istioGateway,
  job,
  kubelet,
  namespace,
  replicaSet,
  scheduler,
  service,
  serviceAccount,
  ttlAfterFinished,
  virtualAddress,
  waypointBinding,
];
