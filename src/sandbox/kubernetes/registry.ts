import type { Kind } from '../apiserver/kind.ts';
import { resourceName } from '../apiserver/store/object.ts';
import { enterpriseAgentgatewayParameters } from '../mesh/kinds/enterprise-agentgateway-parameters.ts';
import { gateway, gatewayClass } from '../mesh/kinds/gateway.ts';
import { httpRoute } from '../mesh/kinds/http-route.ts';
import { destinationRule, serviceEntry, workloadEntry } from '../mesh/kinds/istio-networking.ts';
import { authorizationPolicy, peerAuthentication } from '../mesh/kinds/istio-security.ts';
import { referenceGrant } from '../mesh/kinds/reference-grant.ts';
import { configMap, secret, serviceAccount } from './config.ts';
import { customResourceDefinition } from './custom-resource-definition.ts';
import { daemonSet } from './daemon-set/daemon-set.ts';
import { deployment } from './deployment/deployment.ts';
import { event } from './event.ts';
import { job } from './job/job.ts';
import { lease } from './lease.ts';
import { namespace } from './namespace/namespace.ts';
import { node } from './node.ts';
import { pod } from './pod/pod.ts';
import { clusterRole, clusterRoleBinding, role, roleBinding } from './rbac/rbac.ts';
import { replicaSet } from './replica-set/replica-set.ts';
import { endpointSlice } from './service/endpoint-slice.ts';
import { endpoints } from './service/endpoints.ts';
import { service } from './service/service.ts';

/** The kinds that are served, and the ways to find one. */
export type KindRegistry = {
  readonly all: readonly Kind[];
  /** By the name of `ObjectKey.resource`: `pods`, `deployments.apps`. */
  byResource(resource: string): Kind | undefined;
  /** By the parts of a URL: (`apps`, `v1`, `deployments`). */
  byPath(group: string, version: string, plural: string): Kind | undefined;
  /** By the parts of an object's type; any version when left out. */
  byKind(group: string, version: string | undefined, kind: string): Kind | undefined;
};

const all: readonly Kind[] = [
  configMap,
  endpoints,
  event,
  namespace,
  node,
  pod,
  secret,
  serviceAccount,
  service,
  customResourceDefinition,
  daemonSet,
  deployment,
  replicaSet,
  job,
  lease,
  endpointSlice,
  clusterRoleBinding,
  clusterRole,
  roleBinding,
  role,
  gatewayClass,
  gateway,
  httpRoute,
  referenceGrant,
  destinationRule,
  serviceEntry,
  workloadEntry,
  authorizationPolicy,
  peerAuthentication,
  enterpriseAgentgatewayParameters,
];

const resources = new Map(all.map((kind) => [resourceName(kind.group, kind.plural), kind]));
const types = new Map(all.map((kind) => [`${kind.group}/${kind.kind}`, kind]));

const serves = (kind: Kind | undefined, version: string | undefined): Kind | undefined =>
  kind && (version === undefined || kind.versions.includes(version)) ? kind : undefined;

/** Every kind of the sandbox. What isn't here, a client is told that the server doesn't have. */
export const kindRegistry: KindRegistry = {
  all,
  byResource: (resource) => resources.get(resource),
  byPath: (group, version, plural) => serves(resources.get(resourceName(group, plural)), version),
  byKind: (group, version, kind) => serves(types.get(`${group}/${kind}`), version),
};
