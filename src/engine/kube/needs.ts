import type { Diagnostic } from '../model/diagnostic.ts';
import type { Runbook } from '../model/runbook.ts';
import type { OpenTarget } from '../model/target.ts';
import { openClient } from './client.ts';

/** What discovery says of one resource. */
type Listed = {
  readonly name: string;
  readonly namespaced: boolean;
  readonly singularName?: string;
  readonly shortNames?: readonly string[];
};

/** Reads a path of the server. */
type Read = (path: string) => Promise<{ readonly status: number; readonly body: unknown }>;

/**
 * Looks for the objects that runbooks need on the first cluster: `resource/name`, in any namespace. The resource may
 * be singular, plural, short or with its group.
 */
export async function missingObjects(
  runbooks: readonly Runbook[],
  { facts, kubeconfig }: OpenTarget,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const context = facts.clusters[0]?.context ?? '';
  const client = openClient(kubeconfig, context);
  const wanted = runbooks.flatMap((runbook) => runbook.meta.needs.map((need) => ({ runbook, need })));
  if (client === undefined) {
    return wanted.map(({ runbook, need }) => missing(runbook, need, 'no cluster is declared'));
  }
  const read: Read = (path) => client.send({ method: 'GET', path, signal });
  const bases = await groupVersions(read);
  const results = wanted.map(async ({ runbook, need }) => {
    const found = await isThere(need, bases, read);
    return found ? [] : [missing(runbook, need, `it is not on \`${context}\``)];
  });
  return (await Promise.all(results)).flat();
}

async function isThere(need: string, bases: readonly string[], read: Read): Promise<boolean> {
  const [resource = '', name = ''] = need.split('/');
  const [word = '', ...group] = resource.split('.');
  for (const base of bases) {
    if (group.length > 0 && !base.startsWith(`/apis/${group.join('.')}/`)) continue;
    const path = await pathOf({ word: word.toLowerCase(), name }, base, read);
    if (path !== undefined && (await finds(path, read))) return true;
  }
  return false;
}

type Wanted = { readonly word: string; readonly name: string };

/** Where the object would be read: itself, or a list of those of its name in all namespaces. */
async function pathOf({ word, name }: Wanted, base: string, read: Read): Promise<string | undefined> {
  const { resources = [] } = (await read(base)).body as { readonly resources?: readonly Listed[] };
  const found = resources.find(
    (item) => item.name === word || item.singularName === word || item.shortNames?.includes(word),
  );
  if (found === undefined) return undefined;
  const selector = encodeURIComponent(`metadata.name=${name}`);
  return found.namespaced
    ? `${base}/${found.name}?fieldSelector=${selector}`
    : `${base}/${found.name}/${name}`;
}

async function finds(path: string, read: Read): Promise<boolean> {
  const { status, body } = await read(path);
  const { items } = body as { readonly items?: readonly unknown[] };
  return status === 200 && items?.length !== 0;
}

/** Where each API group's preferred version is found. */
async function groupVersions(read: Read): Promise<readonly string[]> {
  const { groups = [] } = (await read('/apis')).body as {
    readonly groups?: readonly { readonly preferredVersion: { readonly groupVersion: string } }[];
  };
  return ['/api/v1', ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`)];
}

function missing(runbook: Runbook, need: string, why: string): Diagnostic {
  const span = runbook.meta.spans.needs;
  return {
    code: 'target/object-missing',
    severity: 'error',
    message: `${runbook.source.file} needs \`${need}\`, but ${why}`,
    ...(span === undefined ? {} : { span }),
    hint: 'Install what brings it, or run against another cluster.',
  };
}
