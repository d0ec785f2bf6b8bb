import type { Diagnostic } from '../model/diagnostic.ts';
import type { ClusterFacts, OpenTarget } from '../model/target.ts';
import { openClient } from './client.ts';
import { messageOf } from './resources.ts';

/** Asks every cluster whose version isn't known; one that doesn't answer is a diagnostic. */
export async function readVersions(
  { facts, kubeconfig }: OpenTarget,
  signal: AbortSignal,
): Promise<{ readonly facts: readonly ClusterFacts[]; readonly diagnostics: readonly Diagnostic[] }> {
  const answers = await Promise.all(
    facts.clusters.map(async (cluster): Promise<ClusterFacts | Diagnostic> => {
      if (cluster.version !== '') return cluster;
      try {
        return { ...cluster, version: await readVersion(kubeconfig, cluster.context, signal) };
      } catch (error) {
        return unreachable(cluster, error);
      }
    }),
  );
  return {
    facts: answers.filter((answer) => 'context' in answer),
    diagnostics: answers.filter((answer) => 'code' in answer),
  };
}

async function readVersion(kubeconfig: string, context: string, signal: AbortSignal): Promise<string> {
  const client = openClient(kubeconfig, context);
  if (client === undefined) throw new Error('the context names a cluster that the kubeconfig does not have');
  const { status, body } = await client.send({ method: 'GET', path: '/version', signal });
  if (status !== 200) throw new Error(messageOf(body, status));
  return (body as { readonly gitVersion: string }).gitVersion;
}

function unreachable({ variable, context }: ClusterFacts, error: unknown): Diagnostic {
  const why = error instanceof Error ? reasonOf(error) : String(error);
  return {
    code: 'target/unreachable',
    severity: 'error',
    message: `The cluster \`${context}\` (${variable}) does not answer: ${why}`,
    hint: `See what \`kubectl --context ${context} version\` says; or run with \`--target sandbox\`.`,
  };
}

function reasonOf(error: Error & { readonly code?: string }): string {
  if (error.name === 'TimeoutError') return 'no answer in time';
  return error.message || (error.code ?? error.name);
}
