import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ServedTools, serveTools } from '../../../../src/sandbox/tools/serve.ts';
import { patienceMs } from '../../../helpers/patience.ts';
import { TestClusters } from '../../../helpers/test-clusters.ts';

let folder: string;
let served: ServedTools;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tools-'));
  const { east, west } = new TestClusters();
  const worlds = new Map([
    ['https://127.0.0.1:1', east],
    ['https://127.0.0.1:2', west],
  ]);
  served = await serveTools(folder, async () => worlds, '');
  await writeFile(
    join(folder, 'config'),
    `current-context: a
contexts:
- { name: a, context: { cluster: one } }
- { name: b, context: { cluster: two } }
- { name: c, context: { cluster: three } }
clusters:
- { name: one, cluster: { server: 'https://127.0.0.1:1' } }
- { name: two, cluster: { server: 'https://127.0.0.1:2/' } }
- { name: three, cluster: { server: 'https://10.0.0.1:6443' } }
`,
  );
});

afterEach(async () => {
  await served.close();
  await rm(folder, { recursive: true });
});

type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

async function bash(script: string): Promise<Ran> {
  const env = { PATH: `${served.path}:/usr/bin:/bin`, KUBECONFIG: join(folder, 'config'), HOME: folder };
  try {
    const options = { env, cwd: folder, maxBuffer: 64 * 1024 * 1024, timeout: patienceMs };
    return { code: 0, ...(await promisify(execFile)('bash', ['-c', script], options)) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

test("contexts of the caller's kubeconfig lead to clusters", async () => {
  const peers = (context: string) => bash(`istioctl ${context} multicluster check | grep Connected`);
  expect((await peers('')).stdout).toContain('Connected to west');
  expect((await peers('--context b')).stdout).toContain('Connected to east');
  expect(await bash('istioctl --context d version')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'Error: context "d" does not exist\n',
  });
  expect(await bash('istioctl --context c version')).toMatchObject({
    code: 1,
    stderr:
      'Error: sandbox: context "c" leads to https://10.0.0.1:6443, which is no cluster of the sandbox\n',
  });
  expect(await bash('istioctl --kubeconfig none version')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no such file or directory'),
  });
});

test('a reader that goes away ends the command as SIGPIPE would, and nothing waits for stdin', async () => {
  const { stdout } = await bash(
    'istioctl ztunnel-config workload -o json | head -1; echo "${PIPESTATUS[0]}"',
  );
  expect(stdout).toMatch(/^\[\n(0|141)\n$/);
  expect((await bash('printf "one\\ntwo\\n" | { istioctl version --remote=false; cat; }')).stdout).toBe(
    'client version: 1.29.3-solo\none\ntwo\n',
  );
});

test('all that a command writes gets there, however often it writes', async () => {
  const { stdout, stderr } = await bash('yes | istioctl install --set profile=ambient');
  expect(stdout).toContain('Proceed? (y/N)');
  expect(stderr.split('\n')).toHaveLength(8);
});

test('what stops serving leaves nothing behind', async () => {
  const path = join(served.path, 'istioctl');
  await access(path);
  const program = join(folder, 'tool.cjs');
  await served.close();
  await expect(access(path)).rejects.toThrow();
  const { stderr, code } = await bash(`${process.execPath} ${program} istioctl version`);
  expect([stderr, code]).toEqual(['istioctl: the sandbox is no longer there\n', 1]);
});

test('a machine that has curl keeps its own', async () => {
  const other = await mkdtemp(join(tmpdir(), 'tools-'));
  await writeFile(join(other, 'curl'), '#!/bin/sh\n', { mode: 0o700 });
  const kept = await serveTools(other, async () => new Map(), other);
  await expect(access(join(kept.path, 'curl'))).rejects.toThrow();
  await kept.close();
  await rm(other, { recursive: true });
});

test("curl's stand-in talks to real servers, files and stdin", async () => {
  const server = createServer((request, response) => {
    if (request.url === '/drop') {
      request.socket.destroy();
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      response
        .setHeader('Set-Cookie', 'a=1')
        .end(`${request.method} ${request.url} ${Buffer.concat(chunks)} ${request.headers.cookie ?? ''}`),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}`;
  expect((await bash(`curl -s ${base}/x`)).stdout).toBe('GET /x  ');
  expect((await bash(`echo hello | curl -s -d @- ${base}/x`)).stdout).toBe('POST /x hello ');
  expect(
    (
      await bash(
        `curl -s -o out -c jar -w '%{http_code} %{remote_ip}\\n' ${base}/x; cat out; curl -s -b jar ${base}/y`,
      )
    ).stdout,
  ).toBe('200 127.0.0.1\nGET /x  GET /y  a=1');
  expect(await readFile(join(folder, 'jar'), 'utf8')).toContain('127.0.0.1\tFALSE\t/\tFALSE\t0\ta\t1\n');
  expect(await bash(`curl -sS ${base}/drop`)).toEqual({
    code: 52,
    stdout: '',
    stderr: 'curl: (52) Empty reply from server\n',
  });
  await new Promise((resolve) => server.close(resolve));
  expect(await bash(`curl -sS ${base}/`)).toMatchObject({
    code: 7,
    stderr: expect.stringMatching(/^curl: \(7\) Failed to connect to 127\.0\.0\.1 port \d+ after \d+ ms: /),
  });
});
