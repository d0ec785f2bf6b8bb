import { quote } from '../../shell/quote.ts';
import type { ShippedFile } from './gather-files.ts';
import type { JobOptions } from './job-options.ts';

/** The name of the script, and of the folder beside it with all other files. */
export const startName = 'start.sh';
export const filesFolder = 'files';

/**
 * What a pod runs: it takes the pages to a folder where commands may write, and runs its share of them. A script in
 * a ConfigMap, since Kubernetes would fill in `$(…)` of a command.
 */
export function startScript(asked: readonly string[], { shards, target }: JobOptions): ShippedFile {
  const lines = [
    '#!/bin/sh',
    '# The share of one pod: JOB_COMPLETION_INDEX is its number, from 0.',
    'set -eu',
    `cp -R "$(dirname "$0")/${filesFolder}/." .`,
    `exec runbook exec --shard "$((JOB_COMPLETION_INDEX + 1))/${shards}" --target ${target} --reporter text \\`,
    ...asked.map((path, index) => `  ${quote(safe(path))}${index < asked.length - 1 ? ' \\' : ''}`),
    '',
  ];
  return { path: startName, content: Buffer.from(lines.join('\n')), executable: false };
}

/** A name that begins with a dash would be an option. */
const safe = (path: string): string => (path.startsWith('-') ? `./${path}` : path);
