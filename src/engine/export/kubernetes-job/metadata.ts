import type { JobOptions } from './job-options.ts';

/** The metadata of an object, but for its labels. */
export const metadataOf = (name: string, { namespace }: JobOptions): object => ({
  name,
  ...(namespace === undefined ? {} : { namespace }),
});

/** What all objects of an export are found by. */
export const labelsOf = ({ name }: JobOptions): Readonly<Record<string, string>> => ({
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/managed-by': 'runbook',
});
