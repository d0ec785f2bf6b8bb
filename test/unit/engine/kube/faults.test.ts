import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ApplyRequest, applyManifest } from '../../../../src/engine/kube/apply.ts';
import { openClient } from '../../../../src/engine/kube/client.ts';
import { deleteManifest } from '../../../../src/engine/kube/delete.ts';
import { lookForObjects } from '../../../../src/engine/kube/needs.ts';
import { closeClients } from '../../../../src/engine/kube/open-clients.ts';
import { readVersions } from '../../../../src/engine/kube/versions.ts';
import type { OpenTarget } from '../../../../src/engine/model/target.ts';
import { patienceMs } from '../../../helpers/patience.ts';
import { loadFixture } from '../../../helpers/play.ts';
import { startApi, type TestApi } from '../../sandbox/apiserver/start-api.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';

let api: TestApi;
let proxy: FaultProxy;
let kubeconfig = '';
beforeAll(async () => {
  api = await startApi();
  proxy = await startFaultProxy(api.env.KUBECONFIG ?? '', 'test');
  kubeconfig = await proxy.kubeconfig();
});
afterEach(() => {
  proxy.set();
  proxy.accept(undefined);
});
afterAll(async () => {
  closeClients(kubeconfig);
  await proxy.close();
  await api.close();
});

const start = { line: 20, column: 1, offset: 300 };
const { signal } = new AbortController();
let count = 0;
function fresh(): string {
  count += 1;
  return `map-${count}`;
}

function request(manifest: string, more: Partial<ApplyRequest> = {}): ApplyRequest {
  const at = { file: 'page.md', start, end: start };
  return { manifest, at, kubeconfig, context: 'proxied', timeoutMs: patienceMs, signal, ...more };
}

const map = (name: string, more = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${more}data:\n  key: value\n`;

const busy = { status: 429, message: 'Too many requests', headers: { 'retry-after': '0' } };
const shutting = { status: 503, message: 'apiserver is shutting down', headers: { 'retry-after': '0' } };

describe('a request that the server asks to repeat', () => {
  it.each([
    ['429 with Retry-After', { method: 'PATCH', times: 2, does: busy }, 'was answered 429: repeated 2 times'],
    [
      '503 with Retry-After',
      { method: 'PATCH', times: 1, does: shutting },
      'was answered 503: repeated once',
    ],
    [
      'a change of etcd’s leader',
      {
        method: 'PATCH',
        times: 1,
        does: { status: 500, message: 'etcdserver: leader changed', headers: { 'retry-after': '0' } },
      },
      'was answered 500: repeated once',
    ],
    [
      'a lost connection',
      { method: 'PATCH', times: 2, does: 'reset' },
      'the connection was lost: repeated 2 times',
    ],
    [
      'a lost connection while reading',
      { method: 'GET', path: /configmaps/, times: 1, does: 'reset' },
      'the connection was lost: repeated once',
    ],
  ] as const)('is repeated after %s, and the output says so', async (_, fault, said) => {
    proxy.set(fault);
    const output = await applyManifest(request(map(fresh())));
    expect(output, output.stderr.text).toMatchObject({ exitCode: 0, applied: [{ result: 'created' }] });
    expect(output.stderr.text).toContain(said);
  });

  it('is given up when the time of the statement is over, with what was answered until then', async () => {
    proxy.set({ method: 'PATCH', does: { ...busy, headers: { 'retry-after': '1' } } });
    const output = await applyManifest(request(map(fresh()), { timeoutMs: 1_500 }));
    expect(output).toMatchObject({ ended: 'timeout', exitCode: 1 });
    expect(output.stderr.text).toMatch(/was answered 429, and again until the time was over within 1\.5 s/);
  });

  it.each([
    [503, 'no endpoints available for service "hook"'],
    [500, 'failed calling webhook "hook.example.com": context deadline exceeded'],
  ])('is not repeated when the server only refuses it, with %i', async (status, message) => {
    proxy.set({ method: 'PATCH', does: { status, message } });
    const output = await applyManifest(request(map(fresh())));
    expect(output.stderr.text).toMatch(/^line 20: configmap\/map-\d+: [^\n]*\n$/);
    expect(output.stderr.text).toContain(message);
  });
});

describe('a server that does not answer', () => {
  it('is named with the request when the time is over', async () => {
    proxy.set({ method: 'PATCH', does: 'silence' });
    const output = await applyManifest(request(map('silent'), { timeoutMs: 1_500 }));
    expect(output.ended).toBe('timeout');
    expect(output.stderr.text).toMatch(
      /^no answer to PATCH https:\/\/127\.0\.0\.1:\d+\/api\/v1\/.*\/silent within 1\.5 s/,
    );
  });
});

describe('what became of an object', () => {
  it('is created by the server’s answer to the apply, also when it may not be read', async () => {
    proxy.set({ method: 'GET', path: /configmaps\//, does: { status: 403, message: 'forbidden' } });
    const name = fresh();
    expect((await applyManifest(request(map(name)))).applied).toMatchObject([{ result: 'created' }]);
    expect((await applyManifest(request(map(name)))).applied).toMatchObject([{ result: 'configured' }]);
  });

  it('is deleted when the server says 404, and not at any other status', async () => {
    const held = map(fresh(), '  finalizers: [example.com/hold]\n');
    await applyManifest(request(held));
    proxy.set({ method: 'GET', path: /configmaps\//, times: 1, does: { status: 503, message: 'not now' } });
    const output = await deleteManifest(request(held, { timeoutMs: 2_000 }));
    expect(output).toMatchObject({ exitCode: 1, ended: 'timeout' });
    expect(output.stderr.text).toMatch(
      /^configmap\/map-\d+ is still being deleted: its finalizer `example.com\/hold`/,
    );
  });

  it('is not known to be gone by somebody who may delete it and not read it', async () => {
    const name = fresh();
    await applyManifest(request(map(name)));
    proxy.set({
      method: 'GET',
      path: /configmaps\//,
      does: { status: 403, message: 'configmaps is forbidden' },
    });
    const output = await deleteManifest(request(map(name)));
    expect(output.exitCode).toBe(1);
    expect(output.stderr.text).toContain("whether it is gone can't be seen: configmaps is forbidden");
  });
});

describe('fields of another manager', () => {
  it('are taken over, and the output says which from whom; without force they are a conflict', async () => {
    const name = fresh();
    await api.kubectl(['create', 'configmap', name, '--from-literal=key=theirs', '--field-manager=gitops']);
    const refused = await applyManifest(request(map(name), { force: false }));
    expect(refused).toMatchObject({
      exitCode: 1,
      applied: [{ result: 'conflict' }],
      stderr: { text: expect.stringContaining('conflict with "gitops"') },
    });
    const taken = await applyManifest(request(map(name)));
    expect(taken.applied).toMatchObject([
      { result: 'configured', taken: [{ field: '.data.key', manager: 'gitops' }] },
    ]);
    expect(taken.stderr.text).toBe(
      `configmap/${name}: took .data.key over from the field manager "gitops"\n`,
    );
  });
});

describe('connections', () => {
  it('stay open from one request to the next', async () => {
    await applyManifest(request(map(fresh())));
    const before = proxy.connections;
    for (let index = 0; index < 5; index += 1) await applyManifest(request(map(fresh())));
    expect(proxy.connections).toBe(before);
  });

  it('carry two requests for each object, however many manifests there are: what the server has is asked once', async () => {
    await applyManifest(request(map(fresh())));
    const from = proxy.requests.length;
    const names = Array.from({ length: 20 }, fresh);
    for (const name of names) await applyManifest(request(map(name)));
    const methods = proxy.requests.slice(from).map(({ line }) => line.split(' ')[0]);
    expect(methods).toEqual(names.flatMap(() => ['GET', 'PATCH']));
  });
});

describe('a needed object', () => {
  it('that may not be looked for is not called absent', async () => {
    proxy.set({
      method: 'GET',
      path: /configmaps/,
      does: { status: 403, message: 'configmaps is forbidden' },
    });
    const found = await lookForObjects([loadFixture('kube/needs.md')], openWith(kubeconfig), signal);
    const refused = found.find(({ name }) => name === 'configmaps/needed');
    expect(refused?.diagnostic?.message).toMatch(
      /whether it is on `proxied` can't be seen: configmaps is forbidden/,
    );
  });
});

function openWith(file: string): OpenTarget {
  return {
    facts: {
      name: 'cluster',
      simulated: false,
      summary: '',
      clusters: [{ variable: 'CLUSTER1', context: 'proxied', version: '' }],
      tools: {},
    },
    kubeconfig: file,
    env: {},
    path: [],
    secrets: [],
    close: async () => {},
  };
}

describe('credentials', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'runbook-credentials-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function plugin(name: string, body: string): Promise<string> {
    const file = join(folder, name);
    await writeFile(file, `#!/bin/sh\n${body}\n`);
    await chmod(file, 0o755);
    return file;
  }
  const exec = (command: string, more: object = {}) => ({
    exec: { apiVersion: 'client.authentication.k8s.io/v1', interactiveMode: 'Never', command, ...more },
  });
  const credential = (token: string) =>
    `echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"${token}"}}'`;
  const version = async (file: string) => {
    const answer = await readVersions(openWith(file), AbortSignal.timeout(patienceMs));
    return answer.requirements[0]?.diagnostic?.message ?? answer.facts[0]?.version;
  };

  it('are asked of a plugin once for many requests at once', async () => {
    const log = join(folder, 'calls');
    const command = await plugin('once', `echo called >>${log}; sleep 0.1; ${credential('good')}`);
    proxy.accept(['good']);
    const file = await proxy.kubeconfig(exec(command));
    const client = openClient(file, 'proxied');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => client?.send({ method: 'GET', path: '/version', signal })),
    );
    expect(answers.map((answer) => answer?.status)).toEqual(Array(8).fill(200));
    expect(await readFile(log, 'utf8')).toBe('called\n');
    closeClients(file);
  });

  it('that the server refuses are asked for again', async () => {
    const state = join(folder, 'state');
    const command = await plugin(
      'renews',
      `if [ -e ${state} ]; then ${credential('new')}; else : >${state}; ${credential('old')}; fi`,
    );
    proxy.accept(['new']);
    expect(await version(await proxy.kubeconfig(exec(command)))).toMatch(/^v1\./);
  });

  it('that have expired are asked for again, without the server having to refuse them', async () => {
    const log = join(folder, 'expiring-calls');
    const status = (token: string, expires: string) =>
      `{"token":"${token}","expirationTimestamp":"${expires}"}`;
    const answer = (token: string, expires: string) =>
      `echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":${status(token, expires)}}'`;
    const soon = new Date(Date.now() + 2_000).toISOString();
    const command = await plugin(
      'expiring',
      `if [ -e ${log} ]; then ${answer('second', '2999-01-01T00:00:00Z')}; else ${answer('first', soon)}; fi; echo called >>${log}`,
    );
    const file = await proxy.kubeconfig(exec(command));
    proxy.accept(['first', 'second']);
    const from = proxy.requests.length;
    const client = openClient(file, 'proxied');
    const ask = () => client?.send({ method: 'GET', path: '/version', signal });
    await ask();
    await sleep(Math.max(0, Date.parse(soon) - Date.now()) + 1);
    await ask();
    await ask();
    const tokens = proxy.requests.slice(from).map(({ token }) => token);
    expect(tokens.slice(1)).toEqual(['second', 'second']);
    expect(await readFile(log, 'utf8')).toBe('called\ncalled\n');
    closeClients(file);
  });

  it('from a file are read as they are now', async () => {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'first\n');
    const file = await proxy.kubeconfig({ tokenFile });
    proxy.accept(['first']);
    expect(await version(file)).toMatch(/^v1\./);
    proxy.accept(['second']);
    await writeFile(tokenFile, 'second\n');
    expect(await version(file)).toMatch(/^v1\./);
  });

  it('that can’t be had are named with what to do about it', async () => {
    const missing = exec('corp-login-plugin', { installHint: 'Install it with `corp install`.' });
    expect(await version(await proxy.kubeconfig(missing))).toMatch(
      /the credential plugin `corp-login-plugin` is not installed\. Install it with `corp install`\./,
    );
    const failing = await plugin('fails', 'echo "your session has expired, run corp login" >&2; exit 7');
    expect(await version(await proxy.kubeconfig(exec(failing)))).toMatch(
      /fails` ended with exit code 7: your session has expired, run corp login/,
    );
    const slow = await plugin('slow', 'exec sleep 60');
    expect(await version(await proxy.kubeconfig(exec(slow)))).toMatch(
      /does not answer in time: the credential plugin `.*slow` has not answered/,
    );
    const odd = await plugin('odd', 'echo hello');
    expect(await version(await proxy.kubeconfig(exec(odd)))).toMatch(/did not answer with an ExecCredential/);
  });

  it('that the server does not take are no silence of the server', async () => {
    proxy.accept(['nobody']);
    expect(await version(await proxy.kubeconfig())).toMatch(/`proxied` \(CLUSTER1\) refuses: Unauthorized/);
  });
});
