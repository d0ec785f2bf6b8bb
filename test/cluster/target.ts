import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { afterAll, beforeAll } from 'vitest';
import { parse } from 'yaml';
import { closeClients } from '../../src/engine/kube/open-clients.ts';
// Read before the clock of any test runs: it is loaded with the first question.
import '../../src/sandbox/clusters.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';

/** A cluster that the tests of this folder run against, and a namespace of their own on it. */
export type TestCluster = {
  readonly kubeconfig: string;
  readonly context: string;
  readonly namespace: string;
  kubectl(args: readonly string[], input?: string): Promise<string>;
  /** Deletes the namespace, and the cluster if it is ours. */
  close(): Promise<void>;
};

/**
 * The current context of the kubeconfig that RUNBOOK_TEST_KUBECONFIG names, with rights to make namespaces; the sandbox
 * when it names none.
 */
async function openTestCluster(): Promise<TestCluster> {
  const named = process.env.RUNBOOK_TEST_KUBECONFIG;
  const specs = [{ context: 'kind-test', cluster: 'test' }];
  const sandbox = named ? undefined : await createSandbox({ clusters: specs, latency: 0 });
  const kubeconfig = named || (sandbox?.kubeconfig ?? '');
  const { 'current-context': context } = parse(readFileSync(kubeconfig, 'utf8')) as {
    'current-context': string;
  };
  const namespace = `runbook-test-${randomBytes(4).toString('hex')}`;
  const kubectl = async (args: readonly string[], input = ''): Promise<string> => {
    const env = { ...sandbox?.env, KUBECONFIG: kubeconfig };
    return (await execa('kubectl', ['--context', context, ...args], { env, input })).stdout;
  };
  await kubectl(['create', 'namespace', namespace]);
  return {
    kubeconfig,
    context,
    namespace,
    kubectl,
    close: async () => {
      await kubectl(['delete', 'namespace', namespace, '--wait=false']);
      await sandbox?.close();
    },
  };
}

/** Opens the cluster before the tests of a file and closes it behind them; what it gives is there within tests. */
export function clusterOfThisFile(): () => TestCluster {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await openTestCluster();
  });
  afterAll(async () => {
    closeClients(cluster.kubeconfig);
    await cluster.close();
  });
  return () => cluster;
}
