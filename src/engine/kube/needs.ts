import type { Requirement } from '../model/requirement.ts';
import type { Runbook } from '../model/runbook.ts';
import type { OpenTarget } from '../model/target.ts';
import { type ApiResource, apiResources, findResources } from './api-resources.ts';
import { type KubeClient, openClient } from './client.ts';
import { messageOf } from './resources.ts';

/**
 * Looks for the objects that runbooks need on the first cluster: `resource/name`, in any namespace. The resource may
 * be singular, plural, short or with its group.
 */
export async function lookForObjects(
  runbooks: readonly Runbook[],
  { facts, kubeconfig }: OpenTarget,
  signal: AbortSignal,
): Promise<readonly Requirement[]> {
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
      if (answers.includes('there')) return there(need, context);
      const [refused] = answers.filter((answer) => typeof answer === 'object');
      if (refused !== undefined) return unknown(runbook, need, context, refused.why);
      return missing(runbook, need, `it is not on \`${context}\``);
    });
    return await Promise.all(looks);
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

function there(need: string, context: string): Requirement {
  return { kind: 'object', name: need, found: `on ${context}`, state: 'met' };
}

function unknown(runbook: Runbook, need: string, context: string, why: string): Requirement {
  return missing(runbook, need, `whether it is on \`${context}\` can't be seen: ${why}`, {
    state: 'unknown',
    hint: 'Ask for the right to read it, or take it out of `needs:`.',
  });
}

type Missing = { readonly state: Requirement['state']; readonly hint: string };

const absent: Missing = { state: 'unmet', hint: 'Install what brings it, or run against another cluster.' };

function missing(runbook: Runbook, need: string, why: string, { state, hint } = absent): Requirement {
  const span = runbook.meta.spans.needs;
  const message = `${runbook.source.file} needs \`${need}\`, but ${why}`;
  const placed = span === undefined ? {} : { span };
  const diagnostic = { code: 'target/object-missing', severity: 'error', message, ...placed, hint } as const;
  return { kind: 'object', name: need, found: why, state, diagnostic };
}
