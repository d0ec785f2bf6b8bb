import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { openDoor } from '../../../../src/sandbox/apiserver/door.ts';
import { formatKubeconfig } from '../../../../src/sandbox/apiserver/kubeconfig.ts';
import { apiServer } from '../../../../src/sandbox/apiserver/server.ts';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { Store, timestamp } from '../../../../src/sandbox/apiserver/store/store.ts';
import { createCertificate } from '../../../../src/sandbox/apiserver/tls/certificate.ts';
import { type Clock, createClock } from '../../../../src/sandbox/clock.ts';
import { settle } from '../../../../src/sandbox/controllers/settle.ts';
import { accessControl } from '../../../../src/sandbox/kubernetes/access-control.ts';
import { clusterRoleAggregation } from '../../../../src/sandbox/kubernetes/rbac/aggregation-controller.ts';
import { bootstrapAccess } from '../../../../src/sandbox/kubernetes/rbac/bootstrap-objects.ts';
import { kindsOf } from '../../../../src/sandbox/kubernetes/registry.ts';
import { Memory } from '../../../../src/sandbox/memory.ts';
import { seedDefinitions } from '../../../../src/sandbox/seed/served-kinds.ts';
import type { ContainerRuntime } from '../../../../src/sandbox/workloads/runtime.ts';
import type { World } from '../../../../src/sandbox/world.ts';
import { patienceMs } from '../../../helpers/patience.ts';
import { scriptedRuntime } from './scripted-runtime.ts';

export type Result = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** What lets the kubeconfig's user do anything. */
const administration = ['cluster-admin', 'kubeadm:cluster-admins'];

/** `all` has every role and binding that a new cluster has, settled. */
type ApiOptions = {
  readonly access?: 'all';
  readonly runtime?: ContainerRuntime;
  readonly clock?: Clock;
};

/** An object as somebody writes it; without a namespace it goes to `default`. */
type Given = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: object };
  readonly [field: string]: unknown;
};

/** One API server over an empty world: no controllers, scripted containers. */
export type TestApi = {
  readonly world: World;
  readonly url: string;
  readonly token: string;
  readonly authority: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs the kubectl of the PATH; arguments are split at blanks unless given as a list. */
  kubectl(args: string | readonly string[], input?: string): Promise<Result>;
  /** Makes an object, by a request: what is only ground for a test needs no process. */
  create(object: Given): Promise<void>;
  /** Deletes it. */
  remove(object: Given): Promise<void>;
  createNamespace(name: string, labels?: Readonly<Record<string, string>>): Promise<void>;
  /** A request of its own making. */
  request(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
};

export async function startApi({
  access,
  runtime = scriptedRuntime(),
  clock = createClock(0),
}: ApiOptions = {}): Promise<TestApi> {
  const store = new Store({ now: clock.now, uid: randomUUID });
  const kinds = kindsOf(store, runtime.measures);
  const world: World = {
    cluster: 'test',
    index: 0,
    store,
    kinds,
    memory: new Memory(),
    clock,
    runtime,
    peers: [],
  };
  seedDefinitions(store, timestamp(clock.now()));
  for (const name of ['default', 'kube-system']) store.create('namespaces', namespace(name));
  for (const object of bootstrapAccess())
    if (access === 'all' || administration.includes(object.metadata.name))
      store.create(`${object.kind.toLowerCase()}s.rbac.authorization.k8s.io`, object);
  if (access === 'all') settle(world, [clusterRoleAggregation]);
  const tls = await createCertificate(clock.now());
  const token = randomUUID();
  const authority = tls.authority.certificate;
  const context = { world, ...accessControl };
  const serving = apiServer({ context, authority: tls.authority, token });
  const server = await openDoor({
    tls: { key: tls.key, cert: tls.cert, authority },
    open: () => serving,
  });
  const folder = await mkdtemp(join(tmpdir(), 'runbook-api-test-'));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, formatKubeconfig([{ context: 'test', server: server.url, authority, token }]));
  const env = { KUBECONFIG: kubeconfig, KUBECACHEDIR: join(folder, 'cache') };
  const request = (path: string, init?: RequestInit) =>
    requestOf({ url: server.url, authority, token }, path, init);
  const change = async (method: 'POST' | 'DELETE', object: Given): Promise<void> => {
    const collection = collectionOf(kinds, object);
    const path = method === 'POST' ? collection : `${collection}/${object.metadata.name}`;
    const headers = { 'content-type': 'application/json' };
    const given = method === 'POST' ? { headers, body: JSON.stringify(object) } : {};
    const response = await request(path, { method, ...given });
    if (!response.ok) throw new Error(`${method} ${path} is answered with ${await response.text()}`);
  };
  const create = (object: Given): Promise<void> => change('POST', object);
  return {
    world,
    url: server.url,
    token,
    authority,
    env,
    kubectl: (args, input) => kubectl(args, env, input),
    create,
    remove: (object) => change('DELETE', object),
    createNamespace: (name, labels = {}) =>
      create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }),
    request,
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A pod that runs and is ready, with one container. */
export const runningPod = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', labels: { app: name } },
  spec: { nodeName: 'node', containers: [{ name: 'main', image: 'image' }] },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
});

function collectionOf(kinds: World['kinds'], { apiVersion, kind, metadata }: Given): string {
  const [group = '', version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const found = kinds.byKind(group, version, kind);
  if (found === undefined) throw new Error(`no kind ${kind} of ${apiVersion}`);
  const root = group === '' ? '/api' : '/apis';
  const within = found.namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
  return `${root}/${apiVersion}${within}/${found.plural}`;
}

const namespace = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
  status: { phase: 'Active' },
});

async function kubectl(
  args: string | readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<Result> {
  const list = typeof args === 'string' ? args.split(' ') : args;
  const result = await execa('kubectl', list, {
    env,
    input,
    reject: false,
    timeout: patienceMs,
    stripFinalNewline: false,
  });
  return { code: result.exitCode ?? -1, stdout: result.stdout, stderr: result.stderr };
}

/** `fetch` knows no private authority, so that this is a client on `node:https`. */
async function requestOf(
  { url, authority, token }: Pick<TestApi, 'url' | 'authority' | 'token'>,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const { request } = await import('node:https');
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) };
    const req = request(
      `${url}${path}`,
      { method: init.method ?? 'GET', headers, ca: authority, agent: false },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('error', reject);
        res.on('end', () => {
          const status = res.statusCode ?? 0;
          const body = [204, 304].includes(status) ? null : Buffer.concat(chunks);
          const { 'content-type': type = '', warning } = res.headers;
          const given = { 'content-type': type, ...(warning === undefined ? {} : { warning }) };
          resolve(new Response(body, { status, headers: given }));
        });
      },
    );
    req.on('error', reject);
    req.end(init.body);
  });
}
