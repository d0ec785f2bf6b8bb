import { ageColumn, conditionStatus, nameColumn, textColumn } from '../../apiserver/columns.ts';
import { at, textAt } from '../../apiserver/fields.ts';
import { ApiError } from '../../apiserver/store/api-error.ts';
import type { KubeObject } from '../../apiserver/store/object.ts';
import { builtIn } from '../define.ts';

/**
 * Which groups the API server serves itself. Another server that it would hand requests on to isn't simulated.
 * @see https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/
 */
export const apiService = builtIn({
  group: 'apiregistration.k8s.io',
  kind: 'APIService',
  countsGenerations: false,
  refuse: (object) =>
    at(object, 'spec.service')
      ? new ApiError(501, 'NotImplemented', 'sandbox: an API server behind an APIService is not simulated')
      : undefined,
  columns: [
    nameColumn,
    textColumn('Service', serverOf),
    textColumn('Available', (object) => conditionStatus(object, 'Available')),
    ageColumn,
  ],
});

function serverOf(object: KubeObject): string {
  const [namespace, name] = ['namespace', 'name'].map((field) => textAt(object, `spec.service.${field}`));
  return name ? `${namespace}/${name}` : 'Local';
}

/** How early a group is asked of several that have a resource of the same name; others come after all of these. */
const priorities: Readonly<Record<string, number>> = {
  '': 18000,
  apps: 17800,
  'events.k8s.io': 17750,
  'authentication.k8s.io': 17700,
  'authorization.k8s.io': 17600,
  autoscaling: 17500,
  batch: 17400,
  'certificates.k8s.io': 17300,
  'networking.k8s.io': 17200,
  policy: 17100,
  'rbac.authorization.k8s.io': 17000,
  'storage.k8s.io': 16800,
  'admissionregistration.k8s.io': 16700,
  'apiextensions.k8s.io': 16700,
  'scheduling.k8s.io': 16600,
  'coordination.k8s.io': 16500,
  'node.k8s.io': 16300,
  'discovery.k8s.io': 16200,
  'flowcontrol.apiserver.k8s.io': 16100,
};

/** The entry of a version of a group that the API server serves itself. */
export function localApiService(group: string, version: string, time: string): KubeObject {
  const priority = priorities[group];
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: {
      name: `${version}.${group}`,
      labels: { 'kube-aggregator.kubernetes.io/automanaged': priority ? 'onstart' : 'true' },
    },
    spec: {
      ...(group ? { group } : {}),
      version,
      groupPriorityMinimum: priority ?? 1000,
      versionPriority: priority ? (group ? 15 : 1) : 100,
    },
    status: {
      conditions: [
        {
          lastTransitionTime: time,
          message: 'Local APIServices are always available',
          reason: 'Local',
          status: 'True',
          type: 'Available',
        },
      ],
    },
  };
}
