import type { PodObject } from '../../mesh/objects.ts';
import { randomSuffix } from '../workload/generated-names.ts';
import { controllerReference } from '../workload/owned.ts';
import { type JobObject, podFrom } from '../workload/workload-objects.ts';
import {
  earlierFailures,
  failuresAnnotation,
  indexAnnotation,
  isPerIndex,
  trackingFinalizer,
} from './job-view.ts';

/** Longest name that is made from another one, before its random end. */
const longestBase = 58;

/** A new pod of a job; `index` where it has one, `before` is the failed pod that it replaces. */
export function jobPod(job: JobObject, index?: number, before?: PodObject): PodObject {
  const { name } = job.metadata;
  const generateName = index === undefined ? `${name}-` : indexedBase(name, `-${index}-`);
  const pod = podFrom(job.spec?.template, `${generateName}${randomSuffix()}`, job);
  const metadata = {
    ...pod.metadata,
    generateName,
    finalizers: [trackingFinalizer],
    ownerReferences: [controllerReference(job)],
  };
  const plain = { ...pod, metadata };
  return index === undefined ? plain : withIndex(plain, job, index, before);
}

const indexedBase = (name: string, end: string): string =>
  `${name.slice(0, Math.max(0, longestBase - end.length))}${end}`;

/** The index is in a label, an annotation, the host name and the environment of each container. */
function withIndex(pod: PodObject, job: JobObject, index: number, before: PodObject | undefined): PodObject {
  const mark = { [indexAnnotation]: String(index) };
  const failures = String(before ? earlierFailures(before) + 1 : 0);
  const counted = isPerIndex(job) ? { [failuresAnnotation]: failures } : {};
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      labels: { ...pod.metadata.labels, ...mark },
      annotations: { ...pod.metadata.annotations, ...mark, ...counted },
    },
    spec: {
      ...pod.spec,
      hostname: `${job.metadata.name}-${index}`,
      containers: (pod.spec?.containers ?? []).map(({ env = [], ...container }) => ({
        ...container,
        env: env.some(({ name }) => name === indexVariable.name) ? env : [...env, indexVariable],
      })),
    },
  };
}

const indexVariable = {
  name: 'JOB_COMPLETION_INDEX',
  valueFrom: { fieldRef: { fieldPath: `metadata.labels['${indexAnnotation}']` } },
};
