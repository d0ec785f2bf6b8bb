import type { Diagnostic } from '../../model/diagnostic.ts';
import type { ExportRequest } from '../exporter.ts';

/** What a Job of runbooks is made with. */
export type JobOptions = {
  /** Secret whose keys become variables of the pods: what pages name as secrets. */
  readonly envSecret: string | undefined;
  /** Image with runbook, Node, bash, kubectl and the tools of the pages. */
  readonly image: string;
  /** Files and folders that go along though no page names them, absolute. */
  readonly include: readonly string[];
  /** Secret whose key `config` is the kubeconfig of a run on clusters. */
  readonly kubeconfigSecret: string | undefined;
  /** Of the Job, and the beginning of its ConfigMaps' names. */
  readonly name: string;
  readonly namespace: string | undefined;
  /** How many pods run at a time. */
  readonly parallelism: number;
  /** Into how many parts the runbooks are divided: one pod each. */
  readonly shards: number;
  readonly target: 'sandbox' | 'cluster';
};

/** Shards when nothing is said; fewer where there are fewer runbooks. */
const usualShards = 4;

/** The longest host name of a pod: the Job's name and the pod's index. */
const longestHost = 63;

type Settled = {
  readonly options: JobOptions | undefined;
  readonly diagnostics: readonly Diagnostic[];
};

/** Options with everything that wasn't given. Pods that share clusters run one after the other, unless told otherwise. */
export function settleOptions({ plans, options: given }: ExportRequest): Settled {
  const { image = '', target = 'sandbox', shards = Math.min(usualShards, plans.length) } = given;
  const options: JobOptions = {
    envSecret: undefined,
    include: [],
    kubeconfigSecret: undefined,
    name: 'runbooks',
    namespace: undefined,
    ...given,
    image,
    target,
    shards,
    parallelism: given.parallelism ?? (target === 'cluster' ? 1 : shards),
  };
  return { options, diagnostics: problems(options, plans.length) };
}

function problems(options: JobOptions, runbooks: number): readonly Diagnostic[] {
  const { envSecret, image, kubeconfigSecret, name, namespace, parallelism, shards, target } = options;
  const needsConfig = target === 'cluster' && kubeconfigSecret === undefined;
  const idleConfig = target === 'sandbox' && kubeconfigSecret !== undefined;
  const host = `${name}-${shards - 1}`;
  return [
    ...(image === '' ? [usage('The Job has no image', imageHint)] : []),
    ...(needsConfig ? [usage('The Job has no kubeconfig for its clusters', secretHint)] : []),
    ...(idleConfig
      ? [usage('`--kubeconfig-secret` is for `--target cluster`', 'Leave one of them out.')]
      : []),
    ...[name, namespace, kubeconfigSecret, envSecret]
      .filter(isBadName)
      .map((bad) => usage(`\`${bad}\` cannot be a name in Kubernetes`, nameHint)),
    ...(host.length > longestHost
      ? [
          usage(
            `\`${name}\` is too long: pods are called \`${host}\`, with at most ${longestHost} characters`,
          ),
        ]
      : []),
    ...(shards > runbooks
      ? [
          usage(
            `There are more shards (${shards}) than runbooks (${runbooks})`,
            'Name more runbooks, or ask for fewer shards.',
          ),
        ]
      : []),
    ...(parallelism > shards
      ? [
          usage(
            `More pods at a time (${parallelism}) than shards (${shards}) cannot be`,
            'Lower `--parallelism`.',
          ),
        ]
      : []),
  ];
}

const imageHint =
  'Name one with `--image` that has runbook, Node, bash, kubectl and the tools of the pages in it.';
const secretHint =
  'Name a Secret with `--kubeconfig-secret` whose key `config` is a kubeconfig with the contexts of the pages.';
const nameHint = 'Use lower-case letters, digits and `-`, at most 63 of them.';

const isBadName = (name: string | undefined): boolean =>
  name !== undefined && !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name);

function usage(message: string, hint?: string): Diagnostic {
  return { code: 'cli/usage', severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
}
