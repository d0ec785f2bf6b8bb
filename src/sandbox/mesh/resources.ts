import type { KubeObject } from '../apiserver/store/object.ts';
import type { World } from '../world.ts';

/** Where the kinds that the mesh and the controllers read are kept. */
export const resources = {
  namespaces: 'namespaces',
  nodes: 'nodes',
  pods: 'pods',
  services: 'services',
  secrets: 'secrets',
  configMaps: 'configmaps',
  serviceAccounts: 'serviceaccounts',
  events: 'events',
  endpoints: 'endpoints',
  ingresses: 'ingresses.networking.k8s.io',
  ingressClasses: 'ingressclasses.networking.k8s.io',
  networkPolicies: 'networkpolicies.networking.k8s.io',
  deployments: 'deployments.apps',
  replicaSets: 'replicasets.apps',
  daemonSets: 'daemonsets.apps',
  statefulSets: 'statefulsets.apps',
  controllerRevisions: 'controllerrevisions.apps',
  persistentVolumes: 'persistentvolumes',
  persistentVolumeClaims: 'persistentvolumeclaims',
  storageClasses: 'storageclasses.storage.k8s.io',
  jobs: 'jobs.batch',
  cronJobs: 'cronjobs.batch',
  endpointSlices: 'endpointslices.discovery.k8s.io',
  gateways: 'gateways.gateway.networking.k8s.io',
  gatewayClasses: 'gatewayclasses.gateway.networking.k8s.io',
  httpRoutes: 'httproutes.gateway.networking.k8s.io',
  grpcRoutes: 'grpcroutes.gateway.networking.k8s.io',
  backendTlsPolicies: 'backendtlspolicies.gateway.networking.k8s.io',
  referenceGrants: 'referencegrants.gateway.networking.k8s.io',
  serviceEntries: 'serviceentries.networking.istio.io',
  workloadEntries: 'workloadentries.networking.istio.io',
  virtualServices: 'virtualservices.networking.istio.io',
  destinationRules: 'destinationrules.networking.istio.io',
  peerAuthentications: 'peerauthentications.security.istio.io',
  requestAuthentications: 'requestauthentications.security.istio.io',
  telemetries: 'telemetries.telemetry.istio.io',
  authorizationPolicies: 'authorizationpolicies.security.istio.io',
  agentgatewayParameters: 'enterpriseagentgatewayparameters.enterpriseagentgateway.solo.io',
} as const;

/** Namespace of the mesh's control plane; policies in it count for the whole mesh. */
export const rootNamespace = 'istio-system';

export const labelOf = ({ metadata }: KubeObject, label: string): string | undefined =>
  metadata.labels?.[label];

/** The label of the namespace that an object is in. */
export const namespaceLabel = (
  world: World,
  namespace: string | undefined,
  label: string,
): string | undefined => namespaceOf(world, namespace)?.metadata.labels?.[label];

export const namespaceOf = (world: World, namespace: string | undefined): KubeObject | undefined =>
  world.store.get({ resource: resources.namespaces, namespace: '', name: namespace ?? '' });

/** Whether every wanted label is there with its value; wanting none fits nothing, as a Service's selector does. */
export function fitsLabels(
  object: KubeObject,
  wanted: Readonly<Record<string, string>> | undefined,
): boolean {
  const entries = Object.entries(wanted ?? {});
  return entries.length > 0 && entries.every(([key, value]) => labelOf(object, key) === value);
}
