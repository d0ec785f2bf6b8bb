import type { Diagnostic } from '../model/diagnostic.ts';
import type { Requirement } from '../model/requirement.ts';
import type { ClusterFacts, OpenTarget } from '../model/target.ts';
import { type KubeClient, openClient, SlowError } from './client.ts';
import { messageOf } from './resources.ts';

/** How long a cluster may take to answer, and a program that logs in to it, which may need a person. */
const answerLimitMs = 10_000;
const loginLimitMs = 60_000;

/** What is known of the clusters that answered, and of each whether it did. */
type Versions = { readonly facts: readonly ClusterFacts[]; readonly requirements: readonly Requirement[] };

/** Asks every cluster whose version isn't known; one that doesn't answer is an error. */
export async function readVersions(
  { facts, kubeconfig }: OpenTarget,
  signal: AbortSignal,
): Promise<Versions> {
  const answers = await Promise.all(
    facts.clusters.map(async (cluster): Promise<Versions> => {
      try {
        const read =
          cluster.version === '' ? await readFacts(kubeconfig, cluster.context, signal) : undefined;
        const known = { ...cluster, ...read };
        return { facts: [known], requirements: [rowOf(cluster, known.version)] };
      } catch (error) {
        const why = whatIsWrong(error);
        return { facts: [], requirements: [rowOf(cluster, why, unreachable(cluster, why))] };
      }
    }),
  );
  return {
    facts: answers.flatMap((answer) => answer.facts),
    requirements: answers.flatMap((answer) => answer.requirements),
  };
}

function rowOf({ variable, context }: ClusterFacts, found: string, diagnostic?: Diagnostic): Requirement {
  const row = { kind: 'cluster', name: `${context} (${variable})`, found } as const;
  return diagnostic === undefined ? { ...row, state: 'met' } : { ...row, state: 'unmet', diagnostic };
}

async function readFacts(
  kubeconfig: string,
  context: string,
  stop: AbortSignal,
): Promise<Pick<ClusterFacts, 'version' | 'ownNames'>> {
  const client = openClient(kubeconfig, context);
  if (client === undefined) throw new Error('the context names a cluster that the kubeconfig does not have');
  await client.authorize(AbortSignal.any([stop, AbortSignal.timeout(loginLimitMs)]));
  const signal = AbortSignal.any([stop, AbortSignal.timeout(answerLimitMs)]);
  const { status, body } = await client.send({ method: 'GET', path: '/version', signal });
  if (status !== 200) throw new Refused(messageOf(body, status));
  const { gitVersion } = body as { readonly gitVersion: string };
  return { version: gitVersion, ownNames: [new URL(client.server).host, ...(await nodesOf(client, signal))] };
}

/** How many nodes are asked for their names. */
const mostNodes = 100;

/** Names of the nodes; none when they may not be listed. */
async function nodesOf(client: KubeClient, signal: AbortSignal): Promise<readonly string[]> {
  const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
  const path = `/api/v1/nodes?limit=${mostNodes}`;
  const { status, body } = await client.send({ method: 'GET', path, accept, signal });
  if (status !== 200) return [];
  const { items } = body as {
    readonly items?: readonly { readonly metadata: { readonly name: string } }[] | null;
  };
  return (items ?? []).map(({ metadata }) => metadata.name);
}

/** The server answered, but not with its version. */
class Refused extends Error {}

function unreachable({ variable, context }: ClusterFacts, why: string): Diagnostic {
  return {
    code: 'target/unreachable',
    severity: 'error',
    message: `The cluster \`${context}\` (${variable}) ${why}`,
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
