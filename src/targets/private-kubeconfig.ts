import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { namedFault } from '../engine/diagnostics/machine-fault.ts';
import { makePrivateFolder } from '../engine/execute/private-folder.ts';
import type { Kubeconfig } from './kubeconfig.ts';

/** The part of a kubeconfig that some contexts need, with the first as the current one. */
export function excerpt(config: Kubeconfig, contexts: readonly string[]): Kubeconfig {
  const chosen = contexts.flatMap((name) => config.contexts.filter((context) => context.name === name));
  const uses = (key: string, name: string): boolean => chosen.some(({ context }) => context?.[key] === name);
  return {
    contexts: chosen,
    clusters: config.clusters.filter(({ name }) => uses('cluster', name)),
    users: config.users.filter(({ name }) => uses('user', name)),
    ...(contexts[0] === undefined ? {} : { current: contexts[0] }),
  };
}

/** Tokens and passwords that stand in a kubeconfig. */
export function secretsOf(config: Kubeconfig): readonly string[] {
  const values = config.users.flatMap(({ user }) => [user?.token, user?.password]);
  return values.filter((value): value is string => typeof value === 'string' && value !== '');
}

/**
 * Writes a kubeconfig that only this user can read, into a folder of its own that vanishes with the program even
 * after kill -9.
 */
export async function writePrivately(
  config: Kubeconfig,
): Promise<{ readonly file: string; readonly remove: () => Promise<void> }> {
  const { folder, remove } = await makePrivateFolder();
  const file = join(folder, 'kubeconfig');
  const { clusters, contexts, users, current } = config;
  const content = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': current ?? '',
    clusters,
    contexts,
    users,
  };
  try {
    await writeFile(file, stringify(content), { mode: 0o600 });
  } catch (error) {
    await remove();
    throw namedFault(error, 'The kubeconfig of the run cannot be written');
  }
  return { file, remove };
}
