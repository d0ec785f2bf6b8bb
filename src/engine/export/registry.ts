import type { Exporter } from './exporter.ts';
import type { JobOptions } from './kubernetes-job/job-options.ts';

type ExportForm = {
  /** Whether one file can hold several runbooks that were asked for. */
  readonly several: boolean;
  /** Options that are for this form. */
  readonly options: readonly (keyof JobOptions)[];
  readonly load: () => Promise<Exporter>;
};

/**
 * What runbooks can be turned into, by the name after `--to`; loaded when it is asked for. A new form is a folder here
 * and an entry.
 */
export const exporters = {
  bash: {
    several: false,
    options: [],
    load: async () => {
      const { bash } = await import('./bash/bash.ts');
      return bash;
    },
  },
  'kubernetes-job': {
    several: true,
    options: [
      'envSecret',
      'image',
      'include',
      'kubeconfigSecret',
      'name',
      'namespace',
      'parallelism',
      'shards',
      'target',
    ],
    load: async () => {
      const { kubernetesJob } = await import('./kubernetes-job/kubernetes-job.ts');
      return kubernetesJob;
    },
  },
} satisfies Readonly<Record<string, ExportForm>>;

/** The name of a form. */
export type ExporterName = keyof typeof exporters;
