import { readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { parse } from 'yaml';
import type { World } from '../world.ts';
import { ContextError, type FindWorld } from './tool.ts';

type Named<Field extends string, Content> = { readonly name?: string } & {
  readonly [field in Field]?: Content;
};

type Kubeconfig = {
  readonly 'current-context'?: string;
  readonly contexts?: readonly Named<'context', { readonly cluster?: string }>[];
  readonly clusters?: readonly Named<'cluster', { readonly server?: string }>[];
};

type Caller = { readonly env: Readonly<Record<string, string>>; readonly cwd: string };

/** Follows contexts of the caller's kubeconfig to the sandbox's clusters, which are known by the URL of their server. */
export const findWorldFor =
  (worlds: ReadonlyMap<string, World>, { env, cwd }: Caller): FindWorld =>
  (context, kubeconfig) => {
    const paths = kubeconfig
      ? [kubeconfig]
      : (env.KUBECONFIG?.split(delimiter).filter(Boolean) ?? defaultPath(env));
    const configs = paths.map((path) => read(resolve(cwd, path), kubeconfig !== undefined));
    const name = context || configs.map((config) => config['current-context']).find(Boolean);
    if (!name) throw new ContextError('no context chosen: the kubeconfig has no current-context');
    const server = serverOf(configs, name);
    const world = worlds.get(trimmed(server));
    if (!world)
      throw new ContextError(
        `sandbox: context "${name}" leads to ${server}, which is no cluster of the sandbox`,
      );
    return world;
  };

const defaultPath = (env: Caller['env']): readonly string[] => [join(env.HOME ?? '/', '.kube', 'config')];

/** A missing file counts as empty, unless it was asked for by a flag. */
function read(path: string, required: boolean): Kubeconfig {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (!required && (error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new ContextError(`stat ${path}: no such file or directory`);
  }
  try {
    return (parse(text) ?? {}) as Kubeconfig;
  } catch {
    throw new ContextError(`error loading config file "${path}": not valid YAML`);
  }
}

function serverOf(configs: readonly Kubeconfig[], name: string): string {
  const entry = configs.flatMap(({ contexts = [] }) => contexts).find((candidate) => candidate.name === name);
  if (!entry) throw new ContextError(`context "${name}" does not exist`);
  const cluster = entry.context?.cluster;
  const found = configs
    .flatMap(({ clusters = [] }) => clusters)
    .find((candidate) => candidate.name === cluster);
  if (!found?.cluster?.server) throw new ContextError(`cluster "${cluster}" does not exist`);
  return found.cluster.server;
}

/** URLs are compared without a slash at their end. */
export const trimmed = (server: string): string => server.replace(/\/+$/, '');
