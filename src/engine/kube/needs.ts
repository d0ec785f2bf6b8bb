import type { Diagnostic } from '../model/diagnostic.ts';
import type { Runbook } from '../model/runbook.ts';
import type { OpenTarget } from '../model/target.ts';
import { type KubeClient, openClient } from './client.ts';

/** What discovery says of one resource. */
type Listed = {
  readonly name: string;
  readonly singularName?: string;
  readonly shortNames?: readonly string[];
};

/**
 * Looks for the objects that runbooks need on the first cluster: `resource/name`, cluster-wide, or
 * `namespace/resource/name`. The resource may be singular, plural, short or with its group.
 */
export async function missingObjects(
  runbooks: readonly Runbook[],
  { facts, kubeconfig }: OpenTarget,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const context = facts.clusters[0]?.context ?? '';
  const client = openClient(kubeconfig, context);
  const wanted = runbooks.flatMap((runbook) => runbook.meta.needs.map((need) => ({ runbook, need })));
  if (client === undefined)
    return wanted.map(({ runbook, need }) => missing(runbook, need, 'no cluster is declared'));
  const bases = await groupVersions(client, signal);
  const results = wanted.map(async ({ runbook, need }) => {
    const found = await isThere(need, bases, client, signal);
    return found ? [] : [missing(runbook, need, `it is not on \`${context}\``)];
  });
  return (await Promise.all(results)).flat();
}

async function isThere(
  need: string,
  bases: readonly string[],
  client: KubeClient,
  signal: AbortSignal,
): Promise<boolean> {
  const [name = '', resource = '', namespace] = need.split('/').toReversed();
  const [word = '', ...group] = resource.split('.');
  for (const base of bases) {
    if (group.length > 0 && !base.startsWith(`/apis/${group.join('.')}/`)) continue;
    const plural = await pluralOf(word.toLowerCase(), base, client, signal);
    if (plural === undefined) continue;
    const place = namespace === undefined ? '' : `/namespaces/${namespace}`;
    const { status } = await client.send({
      method: 'GET',
      path: `${base}${place}/${plural}/${name}`,
      signal,
    });
    if (status === 200) return true;
  }
  return false;
}

async function pluralOf(
  word: string,
  base: string,
  client: KubeClient,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { body } = await client.send({ method: 'GET', path: base, signal });
  const { resources = [] } = body as { readonly resources?: readonly Listed[] };
  const named = ({ name, singularName, shortNames = [] }: Listed): boolean =>
    name === word || singularName === word || shortNames.includes(word);
  return resources.find(named)?.name;
}

/** Where each API group's preferred version is found. */
async function groupVersions(client: KubeClient, signal: AbortSignal): Promise<readonly string[]> {
  const { body } = await client.send({ method: 'GET', path: '/apis', signal });
  const { groups = [] } = body as {
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
