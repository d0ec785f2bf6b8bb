import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { namedFault } from '../engine/diagnostics/machine-fault.ts';
import { makePrivateFolder } from '../engine/execute/private-folder.ts';
import { isSecretName } from '../engine/mask/secret-names.ts';
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

/** Fields of a user that are secrets themselves, and those that name a file with one. */
const secretFields = ['token', 'password', 'client-key-data'];
const secretFiles = ['tokenFile', 'client-key'];

/** Options of exec plugins that hold a secret: `--oidc-client-secret=…`. */
const secretOption = /^--?[\w-]*(?:secret|password|token)=(.+)$/s;

/**
 * Everything of a kubeconfig that gives access: tokens, passwords and private keys, in it and in the files that it
 * names, keys also as what their base64 holds; settings of login plugins.
 */
export function secretsOf(config: Kubeconfig): readonly string[] {
  const values = config.users.flatMap(({ user = {} }) => [
    ...secretFields.map((name) => user[name]),
    decoded(user['client-key-data']),
    ...secretFiles.map((name) => contentOf(user[name])),
    ...settingsOf(user['auth-provider']),
    ...pluginSecrets(user.exec),
  ]);
  return values.filter((value): value is string => typeof value === 'string' && value !== '');
}

function decoded(value: unknown): string | undefined {
  return typeof value === 'string' ? Buffer.from(value, 'base64').toString() : undefined;
}

/** Undefined for a file that can't be read: who needs it says so. */
function contentOf(file: unknown): string | undefined {
  try {
    return typeof file === 'string' ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

function settingsOf(provider: unknown): readonly unknown[] {
  const settings = fieldOf(provider, 'config');
  return ['access-token', 'id-token', 'refresh-token', 'client-secret'].map((name) =>
    fieldOf(settings, name),
  );
}

/** What a login plugin is started with. */
function pluginSecrets(exec: unknown): readonly unknown[] {
  const [args, env] = [fieldOf(exec, 'args'), fieldOf(exec, 'env')];
  return [
    ...(Array.isArray(args) ? args.map((word) => secretOption.exec(String(word))?.[1]) : []),
    ...(Array.isArray(env) ? env.filter((each) => isSecretName(String(fieldOf(each, 'name')))) : []).map(
      (each) => fieldOf(each, 'value'),
    ),
  ];
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
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
