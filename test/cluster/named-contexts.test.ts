import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { exitCodeOf } from '../../src/cli/main.ts';
import { scriptedIo } from '../helpers/scripted-io.ts';
import { clusterOfThisFile } from './target.ts';

const cluster = clusterOfThisFile();

let folder = '';
let connections = 0;
const listener = createServer((socket) => {
  connections += 1;
  socket.destroy();
});
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-named-contexts-'));
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
});
afterAll(async () => {
  listener.close();
  await rm(folder, { recursive: true, force: true });
});

/** The kubeconfig of these tests with another context in it, which is the current one: somebody's production. */
async function withUnnamedContext(): Promise<string> {
  const config = parse(await readFile(cluster().kubeconfig, 'utf8'));
  const { port } = listener.address() as AddressInfo;
  const file = join(folder, 'kubeconfig');
  const content = {
    ...config,
    clusters: [...config.clusters, { name: 'production', cluster: { server: `https://127.0.0.1:${port}` } }],
    users: [...config.users, { name: 'production', user: { token: 'production' } }],
    contexts: [
      ...config.contexts,
      { name: 'production', context: { cluster: 'production', user: 'production' } },
    ],
    'current-context': 'production',
  };
  await writeFile(file, stringify(content));
  return file;
}

const page = (context: string, namespace: string) => `---
clusters: { CLUSTER1: ${context} }
needs: [namespace/default]
---
# Everything that a run asks of a cluster

## Work

\`\`\`bash
kubectl get namespace default -o name
# expect: namespace/default
kubectl --context $CLUSTER1 -n ${namespace} create configmap made --from-literal=key=value
\`\`\`

\`\`\`yaml apply cluster=$CLUSTER1 namespace=${namespace} delete
apiVersion: v1
kind: ConfigMap
metadata: { name: applied }
\`\`\`

\`\`\`yaml assert cluster=$CLUSTER1 namespace=${namespace}
apiVersion: v1
kind: ConfigMap
metadata: { name: applied }
\`\`\`

## Elsewhere

\`\`\`bash
kubectl --context production get pods
# expect exit: 1
kubectl config use-context production
# expect exit: 1
\`\`\`

## Fails, and is looked into

\`\`\`bash
kubectl -n ${namespace} get configmap absent
\`\`\`
`;

it('nothing but the contexts of a page is ever connected to, and the kubeconfig stays as it is', async () => {
  const { context, namespace, kubectl } = cluster();
  const file = await withUnnamedContext();
  const before = await readFile(file);
  await writeFile(join(folder, 'page.md'), page(context, namespace));
  vi.stubEnv('KUBECONFIG', file);
  const codes: number[] = [];
  const said: string[] = [];
  for (const args of [
    ['plan', '--diff'],
    ['exec', '--keep-going'],
  ]) {
    const io = scriptedIo(folder);
    codes.push(await exitCodeOf([...args, 'page.md', '--target', 'cluster'], io));
    said.push(io.printed());
  }
  vi.unstubAllEnvs();
  expect(codes, said.join('\n')).toEqual([0, 1]);
  expect(said[0]).toContain(`created  configmap/applied in ${namespace} on ${context}`);
  expect(said[1]).toContain('There is no `configmap/absent`');
  expect(said[1]).toMatch(/configmap\/made/);
  expect(await kubectl(['-n', namespace, 'get', 'configmap', 'made', '-o', 'name'])).toBe('configmap/made');
  expect(connections).toBe(0);
  expect((await readFile(file)).equals(before)).toBe(true);
  // It would have been seen.
  const env = { KUBECONFIG: file, KUBECACHEDIR: join(folder, 'cache') };
  await execa('kubectl', ['get', '--raw', '/version', '--request-timeout=2s'], {
    env,
    reject: false,
    stdin: 'ignore',
  });
  expect(connections).toBeGreaterThan(0);
});
