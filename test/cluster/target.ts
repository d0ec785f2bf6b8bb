import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { execa } from 'execa';
import { parse } from 'yaml';
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
export async function openTestCluster(): Promise<TestCluster> {
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
