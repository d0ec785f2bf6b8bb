import type { KubeObject } from '../../apiserver/store/object.ts';

/** What the controller reads of a CronJob. */
export type CronJobObject = KubeObject & {
  readonly spec?: {
    readonly schedule?: string;
    readonly timeZone?: string;
    readonly suspend?: boolean;
    readonly concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace';
    readonly startingDeadlineSeconds?: number;
    readonly successfulJobsHistoryLimit?: number;
    readonly failedJobsHistoryLimit?: number;
    readonly jobTemplate?: {
      readonly metadata?: Partial<KubeObject['metadata']>;
      readonly spec?: object;
    };
  };
  readonly status?: {
    readonly active?: readonly ActiveJob[];
    readonly lastScheduleTime?: string;
    readonly lastSuccessfulTime?: string;
  };
};

/** A job that goes on, as the status names it. */
export type ActiveJob = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
};
