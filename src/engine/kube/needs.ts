import type { Diagnostic } from '../model/diagnostic.ts';
import type { Runbook } from '../model/runbook.ts';
import type { OpenTarget } from '../model/target.ts';
import { type ApiResource, apiResources, findResources } from './api-resources.ts';
import { type KubeClient, openClient } from './client.ts';

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
  // A server that doesn't tell what it has is one that has nothing we can find.
  const resources = await apiResources(client, signal).catch(() => []);
  const results = wanted.map(async ({ runbook, need }) => {
    const looks = pathsOf(need, resources).map((path) => finds(path, client, signal));
    const found = (await Promise.all(looks)).includes(true);
    return found ? [] : [missing(runbook, need, `it is not on \`${context}\``)];
  });
  return (await Promise.all(results)).flat();
}

/** Where the object may be read: itself, or a list of those of its name in all namespaces. */
function pathsOf(need: string, resources: readonly ApiResource[]): readonly string[] {
  const [word = '', name = ''] = need.split('/');
  const selector = encodeURIComponent(`metadata.name=${name}`);
  return findResources(resources, word).map(({ base, plural, namespaced }) =>
    namespaced ? `${base}/${plural}?fieldSelector=${selector}` : `${base}/${plural}/${name}`,
  );
}

async function finds(path: string, client: KubeClient, signal: AbortSignal): Promise<boolean> {
  const { status, body } = await client.send({ method: 'GET', path, signal });
  const { items } = body as { readonly items?: readonly unknown[] };
  return status === 200 && items?.length !== 0;
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
