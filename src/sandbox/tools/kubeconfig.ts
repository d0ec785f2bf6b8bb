import { readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { World } from '../world.ts';
import { type Access, apiClient } from './ask-api-server.ts';
import { ContextError, type FindCluster } from './tool.ts';

type Named<Field extends string, Content> = { readonly name?: string } & {
  readonly [field in Field]?: Content;
};

type ContextEntry = { readonly cluster?: string; readonly user?: string; readonly namespace?: string };

type ClusterEntry = {
  readonly server?: string;
  readonly 'certificate-authority'?: string;
  readonly 'certificate-authority-data'?: string;
  readonly 'insecure-skip-tls-verify'?: boolean;
};

type UserEntry = {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly 'client-certificate'?: string;
  readonly 'client-certificate-data'?: string;
  readonly 'client-key'?: string;
  readonly 'client-key-data'?: string;
};

type Kubeconfig = {
  readonly 'current-context'?: string;
  readonly contexts?: readonly Named<'context', ContextEntry>[];
  readonly clusters?: readonly Named<'cluster', ClusterEntry>[];
  readonly users?: readonly Named<'user', UserEntry>[];
};

/** A kubeconfig, and where it was read, which its file names start from. */
type Read = { readonly folder: string; readonly config: Kubeconfig };

type Caller = { readonly env: Readonly<Record<string, string>>; readonly cwd: string };

/** Follows contexts of the caller's kubeconfig to the sandbox's clusters, which are known by the URL of their server. */
export const findClusterFor =
  (worlds: ReadonlyMap<string, World>, { env, cwd }: Caller): FindCluster =>
  (context, kubeconfig) => {
    const paths = kubeconfig
      ? [kubeconfig]
      : (env.KUBECONFIG?.split(delimiter).filter(Boolean) ?? defaultPath(env));
    const reads = paths.map((path) => read(resolve(cwd, path), kubeconfig !== undefined));
    const name = context || reads.map(({ config }) => config['current-context']).find(Boolean);
    if (!name) throw new ContextError('no context chosen: the kubeconfig has no current-context');
    const { access, namespace } = accessOf(reads, name);
    const world = worlds.get(trimmed(access.server));
    if (!world)
      throw new ContextError(
        `sandbox: context "${name}" leads to ${access.server}, which is no cluster of the sandbox`,
      );
    return { world, namespace, api: apiClient(access) };
  };

const defaultPath = (env: Caller['env']): readonly string[] => [join(env.HOME ?? '/', '.kube', 'config')];

/** A missing file counts as empty, unless it was asked for by a flag. */
function read(path: string, required: boolean): Read {
  const folder = dirname(path);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (!required && (error as NodeJS.ErrnoException).code === 'ENOENT') return { folder, config: {} };
    throw new ContextError(`stat ${path}: no such file or directory`);
  }
  try {
    return { folder, config: (parse(text) ?? {}) as Kubeconfig };
  } catch {
    throw new ContextError(`error loading config file "${path}": not valid YAML`);
  }
}

function accessOf(
  reads: readonly Read[],
  name: string,
): { readonly access: Access; readonly namespace: string } {
  const found = reads
    .flatMap(({ config }) => config.contexts ?? [])
    .find((candidate) => candidate.name === name);
  if (!found) throw new ContextError(`context "${name}" does not exist`);
  const { cluster, user, namespace = '' } = found.context ?? {};
  const place = entryOf(
    reads,
    ({ clusters = [] }) => clusters.map((one) => [one.name, one.cluster]),
    cluster,
  );
  if (!place?.entry.server) throw new ContextError(`cluster "${cluster}" does not exist`);
  const who = entryOf(reads, ({ users = [] }) => users.map((one) => [one.name, one.user]), user);
  const access: Access = {
    server: place.entry.server,
    insecure: place.entry['insecure-skip-tls-verify'] === true,
    ...given('authority', pem(place, 'certificate-authority')),
    ...given('token', who && (who.entry.token ?? fileOf(who.folder, who.entry.tokenFile)?.trim())),
    ...given('certificate', who && pem(who, 'client-certificate')),
    ...given('key', who && pem(who, 'client-key')),
  };
  return { access, namespace: namespace || 'default' };
}

type Place<Entry> = { readonly folder: string; readonly entry: Entry };

function entryOf<Entry>(
  reads: readonly Read[],
  list: (config: Kubeconfig) => readonly (readonly [string | undefined, Entry | undefined])[],
  wanted: string | undefined,
): Place<Entry> | undefined {
  for (const { folder, config } of reads) {
    const entry = list(config).find(([name]) => name === wanted)?.[1];
    if (entry) return { folder, entry };
  }
  return undefined;
}

/** A text in PEM: in base64 in the kubeconfig, or in a file that it names. */
function pem<Field extends string>(
  { folder, entry }: Place<{ readonly [key in Field | `${Field}-data`]?: string | boolean }>,
  field: Field,
): string | undefined {
  const data = entry[`${field}-data`];
  if (typeof data === 'string') return Buffer.from(data, 'base64').toString();
  const path = entry[field];
  return typeof path === 'string' ? fileOf(folder, path) : undefined;
}

function fileOf(folder: string, path: string | undefined): string | undefined {
  if (!path) return undefined;
  try {
    return readFileSync(resolve(folder, path), 'utf8');
  } catch {
    throw new ContextError(`unable to read ${path}: no such file or directory`);
  }
}

const given = <Name extends string>(
  name: Name,
  value: string | undefined,
): { readonly [key in Name]?: string } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [key in Name]: string });

/** URLs are compared without a slash at their end. */
export const trimmed = (server: string): string => server.replace(/\/+$/, '');
