import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { RunbookError } from '../engine/diagnostics/error.ts';

type Named<Key extends string, Value> = { readonly name: string } & { readonly [K in Key]?: Value };
type Fields = Readonly<Record<string, unknown>>;

/** As much of a kubeconfig as is needed to take some contexts out of it; everything else passes through. */
export type Kubeconfig = {
  readonly clusters: readonly Named<'cluster', Fields>[];
  readonly contexts: readonly Named<'context', Fields>[];
  readonly users: readonly Named<'user', Fields>[];
  readonly current?: string;
};

/** Fields that name files, relative to the kubeconfig that they stand in. */
const fileFields = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'];

/**
 * Reads the user's kubeconfig as kubectl does: the files of KUBECONFIG, else `~/.kube/config`; of a name that is
 * there twice the first counts; a file that isn't there is empty. File names in it become absolute.
 * @throws RunbookError when a file can't be read or is no kubeconfig.
 */
export function readKubeconfig(env: Readonly<Record<string, string | undefined>>): Kubeconfig {
  const named = (env.KUBECONFIG ?? '').split(delimiter).filter(Boolean);
  const files = named.length > 0 ? named : [join(env.HOME || homedir(), '.kube', 'config')];
  const read = files.map(readFile);
  const current = read.find((config) => config.current !== undefined)?.current;
  return {
    clusters: firstOfName(read.flatMap((config) => config.clusters)),
    contexts: firstOfName(read.flatMap((config) => config.contexts)),
    users: firstOfName(read.flatMap((config) => config.users)),
    ...(current === undefined ? {} : { current }),
  };
}

function firstOfName<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return [...new Map(items.toReversed().map((item) => [item.name, item])).values()].toReversed();
}

function readFile(file: string): Kubeconfig {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { clusters: [], contexts: [], users: [] };
    throw unreadable(file, error);
  }
  try {
    return configOf(parse(text), dirname(resolve(file)));
  } catch (error) {
    throw unreadable(file, error);
  }
}

function configOf(value: unknown, folder: string): Kubeconfig {
  if (value === null || value === undefined) return { clusters: [], contexts: [], users: [] };
  if (typeof value !== 'object' || Array.isArray(value)) throw new Error('it is no map');
  const fields = value as Fields;
  const current = fields['current-context'];
  return {
    clusters: namedItems(fields, 'clusters').map((item) => absolute(item, 'cluster', folder)),
    contexts: namedItems(fields, 'contexts'),
    users: namedItems(fields, 'users').map((item) => absolute(item, 'user', folder)),
    ...(typeof current === 'string' && current !== '' ? { current } : {}),
  };
}

function namedItems(fields: Fields, key: string): readonly ({ readonly name: string } & Fields)[] {
  const items = fields[key] ?? [];
  if (!Array.isArray(items)) throw new Error(`\`${key}\` is no list`);
  return items.filter((item) => typeof item?.name === 'string');
}

function absolute<T extends { readonly name: string } & Fields>(item: T, key: string, folder: string): T {
  const fields = item[key];
  if (typeof fields !== 'object' || fields === null) return item;
  const files = Object.entries(fields).map(([name, value]) =>
    fileFields.includes(name) && typeof value === 'string' && value !== ''
      ? [name, resolve(folder, value)]
      : [name, name === 'exec' ? absoluteCommand(value, folder) : value],
  );
  return { ...item, [key]: Object.fromEntries(files) };
}

/** A plugin named with a relative path is relative to the kubeconfig; a bare name is looked up on PATH. */
function absoluteCommand(exec: unknown, folder: string): unknown {
  if (typeof exec !== 'object' || exec === null || !('command' in exec)) return exec;
  const { command } = exec;
  if (typeof command !== 'string' || !command.includes('/') || isAbsolute(command)) return exec;
  return { ...exec, command: resolve(folder, command) };
}

function unreadable(file: string, error: unknown): RunbookError {
  const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  const message = `The kubeconfig ${file} cannot be read: ${why}`;
  const hint = 'Fix it, or point KUBECONFIG at another one; `--target sandbox` needs none.';
  return new RunbookError([{ code: 'target/kubeconfig-unreadable', severity: 'error', message, hint }], {
    cause: error,
  });
}
