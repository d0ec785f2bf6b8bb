import type { JobOptions } from './job-options.ts';
import { labelsOf, metadataOf } from './metadata.ts';
import { startName } from './start-script.ts';

const container = 'runbook';
/** Where things are in a pod. */
const places = { runbooks: '/runbooks', work: '/work', tmp: '/tmp', kubeconfig: '/kubeconfig' };

/** How often a shard is tried again that a node or a cluster let down. */
const retries = 2;

/** A day, in seconds: long enough to read the logs. */
const keptSeconds = 24 * 60 * 60;

/** Nobody in particular: files that a pod makes are its own. */
const user = 1000;

/** The Job whose pods each run one shard. @see https://kubernetes.io/docs/tasks/job/indexed-parallel-processing-static/ */
export function jobManifest(options: JobOptions, files: object): object {
  const { name, shards, parallelism } = options;
  const labels = labelsOf(options);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...metadataOf(name, options), labels },
    spec: {
      completionMode: 'Indexed',
      completions: shards,
      parallelism,
      backoffLimitPerIndex: retries,
      podFailurePolicy: { rules },
      ttlSecondsAfterFinished: keptSeconds,
      template: { metadata: { labels }, spec: podSpec(options, files) },
    },
  };
}

/**
 * A pod that a node has to end is run again. What runbook says of the pages (1) or of how it was called (2), and a
 * fault of its own (70), would be the same the next time; a cluster that doesn't answer (3) may answer then.
 */
const rules = [
  { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
  { action: 'FailIndex', onExitCodes: { containerName: container, operator: 'In', values: [1, 2, 70] } },
];

function podSpec({ envSecret, image, target, kubeconfigSecret }: JobOptions, files: object): object {
  const config =
    kubeconfigSecret === undefined ? [] : [{ name: 'kubeconfig', secret: { secretName: kubeconfigSecret } }];
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: container,
        image,
        command: ['sh', `${places.runbooks}/${startName}`],
        workingDir: places.work,
        env: [
          { name: 'CI', value: 'true' },
          { name: 'HOME', value: places.tmp },
          ...(target === 'cluster' ? [{ name: 'KUBECONFIG', value: `${places.kubeconfig}/config` }] : []),
        ],
        ...(envSecret === undefined ? {} : { envFrom: [{ secretRef: { name: envSecret } }] }),
        resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '1Gi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
        },
        volumeMounts: [
          { name: 'runbooks', mountPath: places.runbooks, readOnly: true },
          { name: 'work', mountPath: places.work },
          { name: 'tmp', mountPath: places.tmp },
          ...config.map(({ name }) => ({ name, mountPath: places.kubeconfig, readOnly: true })),
        ],
      },
    ],
    volumes: [files, { name: 'work', emptyDir: {} }, { name: 'tmp', emptyDir: {} }, ...config],
  };
}
