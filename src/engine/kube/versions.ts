import type { Diagnostic } from '../model/diagnostic.ts';
import type { ClusterFacts, OpenTarget } from '../model/target.ts';
import { openClient, SlowError } from './client.ts';
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
  if (status !== 200) throw new Refused(messageOf(body, status));
  return (body as { readonly gitVersion: string }).gitVersion;
}

/** The server answered, but not with its version. */
class Refused extends Error {}

function unreachable({ variable, context }: ClusterFacts, error: unknown): Diagnostic {
  return {
    code: 'target/unreachable',
    severity: 'error',
    message: `The cluster \`${context}\` (${variable}) ${whatIsWrong(error)}`,
    hint: `See what \`kubectl --context ${context} version\` says; or run with \`--target sandbox\`.`,
  };
}

function whatIsWrong(error: unknown): string {
  if (!(error instanceof Error)) return `does not answer: ${String(error)}`;
  if (error instanceof Refused) return `refuses: ${error.message}`;
  if (error instanceof SlowError) return `does not answer in time: ${error.message}`;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (untrusted.has(code)) return `has a certificate that nothing vouches for: ${trustHint(code)}`;
  return `does not answer: ${error.message || code || error.name}`;
}

/** OpenSSL's words for a certificate that doesn't lead to a known authority. */
const untrusted: ReadonlySet<string> = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function trustHint(code: string): string {
  return `${code.toLowerCase().replaceAll('_', ' ')}. Its authority belongs into \`certificate-authority-data\` of the kubeconfig, or among those of the system`;
}
