import { apiServices } from '../kubernetes/api-service/api-service-controller.ts';
import { certificateSigning } from '../kubernetes/certificate-signing-request/signing-controller.ts';
import { cronJob } from '../kubernetes/cron-job/cron-job-controller.ts';
import { definitions } from '../kubernetes/custom-resource-definition/definition-controller.ts';
import { daemonSet } from '../kubernetes/daemon-set/daemon-set-controller.ts';
import { deployment } from '../kubernetes/deployment/deployment-controller.ts';
import { garbageCollector } from '../kubernetes/garbage-collector.ts';
import { horizontalPodAutoscaler } from '../kubernetes/horizontal-pod-autoscaler/autoscaler-controller.ts';
import { ingressNginx } from '../kubernetes/ingress/ingress-nginx-controller.ts';
import { job } from '../kubernetes/job/job-controller.ts';
import { ttlAfterFinished } from '../kubernetes/job/ttl-after-finished.ts';
import { namespace } from '../kubernetes/namespace/namespace-controller.ts';
import { serviceAccount } from '../kubernetes/namespace/service-account.ts';
import { nodeLifecycle } from '../kubernetes/node-lifecycle.ts';
import { persistentVolume } from '../kubernetes/persistent-volume/volume-controller.ts';
import { persistentVolumeClaim } from '../kubernetes/persistent-volume-claim/claim-controller.ts';
import { ephemeralVolumes } from '../kubernetes/persistent-volume-claim/ephemeral-controller.ts';
import { claimProtection } from '../kubernetes/persistent-volume-claim/protection-controller.ts';
import { kubelet } from '../kubernetes/pod/kubelet.ts';
import { scheduler } from '../kubernetes/pod/scheduler/scheduler.ts';
import { taintEviction } from '../kubernetes/pod/taint-eviction.ts';
import { disruption } from '../kubernetes/pod-disruption-budget/disruption-controller.ts';
import { clusterRoleAggregation } from '../kubernetes/rbac/aggregation-controller.ts';
import { replicaSet } from '../kubernetes/replica-set/replica-set-controller.ts';
import { replicationController } from '../kubernetes/replication-controller/replication-controller-controller.ts';
import { quota } from '../kubernetes/resource-quota/quota-controller.ts';
import { endpointSlice } from '../kubernetes/service/endpoint-slice-controller.ts';
import { endpointMirroring } from '../kubernetes/service/mirroring-controller.ts';
import { service } from '../kubernetes/service/service-controller.ts';
import { tokenSecret } from '../kubernetes/service-account/token-secret-controller.ts';
import { statefulSet } from '../kubernetes/stateful-set/stateful-set-controller.ts';
import { agentgateway } from '../mesh/controllers/agentgateway.ts';
import { authorizationPolicy } from '../mesh/controllers/authorization-policy.ts';
import { backendTlsPolicy } from '../mesh/controllers/backend-tls-policy.ts';
import { gatewayClass } from '../mesh/controllers/gateway-class.ts';
import { globalService } from '../mesh/controllers/global-service.ts';
import { httpRoute } from '../mesh/controllers/http-route.ts';
import { istioGateway } from '../mesh/controllers/istio-gateway.ts';
import { redirection } from '../mesh/controllers/redirection.ts';
import { virtualAddress } from '../mesh/controllers/virtual-address.ts';
import { waypointBinding } from '../mesh/controllers/waypoint-binding.ts';
import type { Controller } from './controller.ts';

/** Everything that brings the objects of a cluster to life. */
export const controllers: readonly Controller[] = [
  agentgateway,
  apiServices,
  authorizationPolicy,
  certificateSigning,
  claimProtection,
  clusterRoleAggregation,
  cronJob,
  daemonSet,
  definitions,
  deployment,
  disruption,
  endpointMirroring,
  endpointSlice,
  ephemeralVolumes,
  garbageCollector,
  gatewayClass,
  globalService,
  horizontalPodAutoscaler,
  httpRoute,
  backendTlsPolicy,
  ingressNginx,
  istioGateway,
  job,
  kubelet,
  namespace,
  nodeLifecycle,
  persistentVolume,
  persistentVolumeClaim,
  quota,
  redirection,
  replicaSet,
  replicationController,
  scheduler,
  service,
  serviceAccount,
  statefulSet,
  taintEviction,
  tokenSecret,
  ttlAfterFinished,
  virtualAddress,
  waypointBinding,
];
