import { customKinds } from '../apiserver/custom/custom-kinds.ts';
import { createKindRegistry, type KindRegistry } from '../apiserver/kinds/registry.ts';
import type { Store } from '../apiserver/store/store.ts';
import { customBehaviours } from '../mesh/kinds/registry.ts';
import { apiService } from './api-service/api-service.ts';
import { builtInKinds, definitions } from './built-in-kinds.ts';
import { certificateSigningRequest } from './certificate-signing-request/certificate-signing-request.ts';
import { computedKinds } from './computed-kinds.ts';
import { configMap, secret, serviceAccount } from './config.ts';
import { controllerRevision } from './controller-revision/controller-revision.ts';
import { cronJob } from './cron-job/cron-job.ts';
import { csiDriver } from './csi-driver.ts';
import { customResourceDefinition } from './custom-resource-definition/custom-resource-definition.ts';
import { daemonSet } from './daemon-set/daemon-set.ts';
import type { BuiltIn } from './define.ts';
import { deployment } from './deployment/deployment.ts';
import { event } from './event.ts';
import { horizontalPodAutoscaler } from './horizontal-pod-autoscaler/horizontal-pod-autoscaler.ts';
import { ingress } from './ingress/ingress.ts';
import { ingressClass } from './ingress/ingress-class.ts';
import { job } from './job/job.ts';
import { lease } from './lease.ts';
import { limitRange } from './limit-range/limit-range.ts';
import { loadWireTypes } from './load-wire-types.ts';
import { metricsKinds } from './metrics/metrics-kinds.ts';
import { namespace } from './namespace/namespace.ts';
import { networkPolicy } from './network-policy/network-policy.ts';
import { node } from './node.ts';
import { notSimulated } from './not-simulated.ts';
import { persistentVolume } from './persistent-volume/persistent-volume.ts';
import { persistentVolumeClaim } from './persistent-volume-claim/persistent-volume-claim.ts';
import { pod } from './pod/pod.ts';
import { podDisruptionBudget } from './pod-disruption-budget/pod-disruption-budget.ts';
import { podTemplate } from './pod-template.ts';
import { priorityClass } from './priority-class/priority-class.ts';
import { clusterRole, clusterRoleBinding, role, roleBinding } from './rbac/rbac.ts';
import { replicaSet } from './replica-set/replica-set.ts';
import { replicationController } from './replication-controller/replication-controller.ts';
import { resourceQuota } from './resource-quota/resource-quota.ts';
import { runtimeClass } from './runtime-class/runtime-class.ts';
import { endpointSlice } from './service/endpoint-slice.ts';
import { endpoints } from './service/endpoints.ts';
import { service } from './service/service.ts';
import { statefulSet } from './stateful-set/stateful-set.ts';
import { storageClass } from './storage-class/storage-class.ts';
import {
  validatingAdmissionPolicy,
  validatingAdmissionPolicyBinding,
} from './validating-admission-policy/kinds.ts';
import { mutatingWebhookConfiguration, validatingWebhookConfiguration } from './webhook/webhook-kinds.ts';

/** Kinds with something that no schema says: defaults, rules, columns. */
const behaviours: readonly BuiltIn[] = [
  apiService,
  certificateSigningRequest,
  clusterRole,
  clusterRoleBinding,
  configMap,
  ...computedKinds,
  controllerRevision,
  cronJob,
  csiDriver,
  customResourceDefinition,
  daemonSet,
  deployment,
  endpoints,
  endpointSlice,
  event,
  horizontalPodAutoscaler,
  ingress,
  ingressClass,
  job,
  lease,
  limitRange,
  namespace,
  networkPolicy,
  node,
  persistentVolume,
  persistentVolumeClaim,
  pod,
  podDisruptionBudget,
  podTemplate,
  priorityClass,
  replicaSet,
  runtimeClass,
  replicationController,
  resourceQuota,
  role,
  roleBinding,
  secret,
  service,
  serviceAccount,
  statefulSet,
  storageClass,
  mutatingWebhookConfiguration,
  validatingAdmissionPolicy,
  validatingAdmissionPolicyBinding,
  validatingWebhookConfiguration,
];

const builtIn = builtInKinds([...notSimulated, ...behaviours]);

/** The kinds of a cluster with these objects: Kubernetes' own, those that its definitions add, and metrics. */
export const kindsOf = (store: Store, hasMetrics = false): KindRegistry =>
  createKindRegistry(
    hasMetrics ? [...builtIn, ...metricsKinds] : builtIn,
    customKinds(store, { definitions, behaviours: customBehaviours }),
    loadWireTypes,
  );
