import type { Diagnostic } from '../model/diagnostic.ts';
import type { Runbook } from '../model/runbook.ts';
import type { OpenTarget } from '../model/target.ts';
import { type ApiResource, apiResources, findResources } from './api-resources.ts';
import { type KubeClient, openClient } from './client.ts';
import { messageOf } from './resources.ts';

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
  try {
    const resources = await apiResources(client, signal);
    const looks = wanted.map(async ({ runbook, need }) => {
      const paths = pathsOf(need, resources);
      const answers = await Promise.all(paths.map((path) => look(path, client, signal)));
      if (answers.includes('there')) return [];
      const [refused] = answers.filter((answer) => typeof answer === 'object');
      if (refused !== undefined) return [unknown(runbook, need, context, refused.why)];
      return [missing(runbook, need, `it is not on \`${context}\``)];
    });
    return (await Promise.all(looks)).flat();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return wanted.map(({ runbook, need }) => unknown(runbook, need, context, why));
  }
}

/** Where the object may be read: itself, or a list of those of its name in all namespaces. */
function pathsOf(need: string, resources: readonly ApiResource[]): readonly string[] {
  const [word = '', name = ''] = need.split('/');
  const selector = encodeURIComponent(`metadata.name=${name}`);
  return findResources(resources, word).map(({ base, plural, namespaced }) =>
    namespaced ? `${base}/${plural}?fieldSelector=${selector}` : `${base}/${plural}/${name}`,
  );
}

/** Whether an object is there; `why` nobody can say, where it may not be looked for. */
async function look(
  path: string,
  client: KubeClient,
  signal: AbortSignal,
): Promise<'there' | 'absent' | { readonly why: string }> {
  const { status, body } = await client.send({ method: 'GET', path, signal });
  if (status === 404) return 'absent';
  if (status !== 200) return { why: messageOf(body, status) };
  const { items } = body as { readonly items?: readonly unknown[] | null };
  return items === null || items?.length === 0 ? 'absent' : 'there';
}

function unknown(runbook: Runbook, need: string, context: string, why: string): Diagnostic {
  return {
    ...missing(runbook, need, `whether it is on \`${context}\` can't be seen: ${why}`),
    hint: 'Ask for the right to read it, or take it out of `needs:`.',
  };
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
