import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin, build } from '../helpers/build.ts';
import { patienceMs } from '../helpers/patience.ts';
import { runCli } from '../helpers/run-cli.ts';

/** One sandbox for the whole file, as a person keeps it up in another window. */
let sandbox: ChildProcess;
let folder = '';
let env: NodeJS.ProcessEnv = {};

beforeAll(async () => {
  await build();
  folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
  const args = [bin, 'sandbox', '--cluster', 'CLUSTER=kind-one', '--latency', '0'];
  sandbox = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  const [exports] = (await once(sandbox.stdout ?? sandbox, 'data')) as [Buffer];
  env = await evaluated(exports.toString());
  await writeFile(join(folder, 'web.yaml'), manifest('kennethreitz/httpbin'));
  await kubectl('create', 'namespace', 'shop');
  await kubectl('config', 'set-context', '--current', '--namespace=shop');
  await kubectl('apply', '-f', 'web.yaml');
  await kubectl('run', 'client', '--image=curlimages/curl', '--', 'sleep', '1000');
  await kubectl('wait', '--for=condition=Ready', 'pod', '--all', '--timeout=20s');
});
afterAll(async () => {
  sandbox.kill('SIGINT');
  await once(sandbox, 'exit');
  await rm(folder, { recursive: true, force: true });
});

/** What a shell has in its environment after the lines that `runbook sandbox` prints. */
async function evaluated(exports: string): Promise<NodeJS.ProcessEnv> {
  const { stdout } = await execa('bash', ['-c', `${exports}\nenv -0`]);
  const pairs = stdout.split('\0').filter((pair) => pair.includes('='));
  return Object.fromEntries(pairs.map((pair) => [pair.split('=', 1)[0], pair.slice(pair.indexOf('=') + 1)]));
}

const run = (...[file = '', ...args]: readonly string[]) =>
  execa(file, args, { cwd: folder, env, extendEnv: false, timeout: patienceMs, reject: false });

async function kubectl(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await run('kubectl', ...args);
  expect(exitCode, `kubectl ${args.join(' ')}: ${stderr}`).toBe(0);
  return stdout;
}

const manifest = (image: string): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: web } }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: ${image}, ports: [{ containerPort: 80 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ name: http, port: 8000, targetPort: 80 }]
`;

describe('kubectl by hand', () => {
  it('gets objects as a table, a wide one, JSON, YAML, a path of it and columns of one’s own', async () => {
    expect(await kubectl('get', 'deployment', 'web')).toMatch(
      /^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +2\/2 +2 +2 +\d+s$/,
    );
    expect(await kubectl('get', 'pods', '-l', 'app=web', '-o', 'wide')).toMatch(
      /^NAME .* NODE .*\n(web-\S+ +1\/1 +Running +0 +\d+s +10\.\S+ +one-worker .*\n?){2}$/,
    );
    expect(JSON.parse(await kubectl('get', 'service', 'web', '-o', 'json'))).toMatchObject({
      kind: 'Service',
      spec: { type: 'ClusterIP', ports: [{ port: 8000, protocol: 'TCP', targetPort: 80 }] },
    });
    expect(await kubectl('get', 'service', 'web', '-o', 'yaml')).toContain('\n  sessionAffinity: None\n');
    expect(await kubectl('get', 'endpoints', 'web', '-o', 'jsonpath={.subsets[0].ports[0].port}')).toBe('80');
    const columns = 'custom-columns=NAME:.metadata.name,IMAGE:.spec.template.spec.containers[0].image';
    expect(await kubectl('get', 'deployments', '-o', columns)).toBe(
      'NAME   IMAGE\nweb    kennethreitz/httpbin',
    );
  });

  it('describes a deployment, a pod and a service with what became of them', async () => {
    const deployment = await kubectl('describe', 'deployment', 'web');
    expect(deployment).toMatch(
      /^Replicas: +2 desired \| 2 updated \| 2 total \| 2 available \| 0 unavailable$/m,
    );
    expect(deployment).toMatch(/ScalingReplicaSet .* Scaled up replica set web-\S+ from 0 to 2$/m);
    const pod = await kubectl('describe', 'pod', 'client');
    expect(pod).toMatch(/^ {4}State: +Running$/m);
    expect(pod).toMatch(/Scheduled .* Successfully assigned shop\/client to one-worker$/m);
    expect(await kubectl('describe', 'service', 'web')).toMatch(/^Endpoints: +10\.\S+:80,10\.\S+:80$/m);
  });

  it('lists events, of all and of one object', async () => {
    expect(await kubectl('events', '--for', 'pod/client')).toMatch(
      /Pulled .* Pod\/client .*curlimages\/curl/,
    );
    expect(
      await kubectl('get', 'events', '--field-selector', 'reason=ScalingReplicaSet', '-o', 'name'),
    ).toMatch(/^event\/web\.\S+$/m);
  });

  it('patches, applies again, and follows the rollout to its end', async () => {
    const patch = '{"spec":{"replicas":3}}';
    expect(await kubectl('patch', 'deployment', 'web', '-p', patch)).toBe('deployment.apps/web patched');
    await kubectl('wait', '--for=jsonpath={.status.readyReplicas}=3', 'deployment/web', '--timeout=20s');
    await writeFile(join(folder, 'web.yaml'), manifest('kennethreitz/httpbin:latest'));
    expect(await kubectl('apply', '-f', 'web.yaml')).toBe(
      'deployment.apps/web configured\nservice/web unchanged',
    );
    expect(await kubectl('rollout', 'status', 'deployment/web', '--timeout=20s')).toMatch(
      /deployment "web" successfully rolled out$/,
    );
    expect(await kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.status.replicas}')).toBe('2');
    expect(await kubectl('rollout', 'history', 'deployment/web')).toMatch(/\n1 .*\n2 /);
  });

  it('runs commands in a container, with their exit codes', async () => {
    const ask = 'curl -s -o /dev/null -w %{http_code} web:8000/status/418';
    expect(await kubectl('exec', 'client', '--', ...ask.split(' '))).toBe('418');
    const piped = await execa('kubectl', ['exec', '-i', 'client', '--', 'cat'], {
      cwd: folder,
      env,
      input: 'in',
    });
    expect(piped.stdout).toBe('in');
    const failed = await run('kubectl', 'exec', 'client', '--', 'sh', '-c', 'exit 3');
    expect(failed).toMatchObject({ exitCode: 3, stderr: 'command terminated with exit code 3' });
  });

  it('follows a log while it is written', async () => {
    const script = 'echo first; sleep 0.3; echo second; sleep 1000';
    await kubectl('run', 'talker', '--image=curlimages/curl', '--', 'sh', '-c', script);
    await kubectl('wait', '--for=condition=Ready', 'pod/talker', '--timeout=20s');
    const following = spawn('kubectl', ['logs', '-f', 'talker'], { env });
    const lines: string[] = [];
    for await (const line of createInterface({ input: following.stdout })) if (lines.push(line) === 2) break;
    following.kill();
    expect(lines).toEqual(['first', 'second']);
    expect(await kubectl('logs', 'talker', '--tail=1')).toBe('second');
  });

  it('forwards a port of this machine to a service', async () => {
    const forwarding = spawn('kubectl', ['port-forward', 'service/web', ':8000'], { env });
    const [line] = (await once(forwarding.stdout, 'data')) as [Buffer];
    const port = /^Forwarding from 127\.0\.0\.1:(\d+) -> 80$/m.exec(line.toString())?.[1];
    const answer = await fetch(`http://127.0.0.1:${port}/headers`, { headers: { 'x-by-hand': 'yes' } });
    forwarding.kill();
    expect(await answer.json()).toMatchObject({ headers: { 'X-By-Hand': 'yes' } });
  });

  it('explains fields, built in or of a custom resource', async () => {
    expect(await kubectl('explain', 'deployment.spec.replicas')).toMatch(/^FIELD: replicas <integer>$/m);
    const rules = await kubectl('explain', 'httproute.spec.rules');
    expect(rules).toMatch(/^GROUP: +gateway\.networking\.k8s\.io$/m);
    expect(rules).toMatch(/^ {2}backendRefs\t<\[\]Object>$/m);
    const { exitCode, stderr } = await run('kubectl', 'explain', 'deployment.spec.replica');
    expect([exitCode, stderr]).toEqual([1, 'error: field "replica" does not exist']);
  });

  it('deletes, waits for the end, and says what is not there', async () => {
    await kubectl('create', 'deployment', 'brief', '--image=kennethreitz/httpbin');
    await kubectl('rollout', 'status', 'deployment/brief', '--timeout=20s');
    expect(await kubectl('delete', 'deployment', 'brief')).toMatch(/^deployment\.apps "brief" deleted/);
    await kubectl('wait', '--for=delete', 'pod', '-l', 'app=brief', '--timeout=20s');
    const { exitCode, stderr } = await run('kubectl', 'get', 'deployment', 'brief');
    expect([exitCode, stderr]).toEqual([
      1,
      'Error from server (NotFound): deployments.apps "brief" not found',
    ]);
  });
});

describe('a job', () => {
  it('that kubectl creates runs to its end, is waited for, read, described and deleted with its pods', async () => {
    const script = 'echo done on $HOSTNAME';
    await kubectl('create', 'job', 'once', '--image=curlimages/curl', '--', 'sh', '-c', script);
    await kubectl('wait', '--for=condition=complete', 'job/once', '--timeout=20s');
    expect(await kubectl('get', 'jobs', 'once')).toMatch(
      /^NAME +STATUS +COMPLETIONS +DURATION +AGE\nonce +Complete +1\/1 +\d+s +\d+s$/,
    );
    expect(await kubectl('logs', 'job/once')).toMatch(/^done on once-\w{5}$/);
    const text = await kubectl('describe', 'job', 'once');
    expect(text).toMatch(/^Pods Statuses: +0 Active \(0 Ready\) \/ 1 Succeeded \/ 0 Failed$/m);
    expect(text).toMatch(/SuccessfulCreate .* job-controller +Created pod: once-\w{5}$/m);
    expect(text).toMatch(/Completed .* job-controller +Job completed$/m);
    expect(await kubectl('delete', 'job', 'once')).toMatch(/^job\.batch "once" deleted/);
    await kubectl('wait', '--for=delete', 'pod', '-l', 'job-name=once', '--timeout=20s');
  });

  it('is patched only where it may be', async () => {
    await kubectl('create', 'job', 'long', '--image=curlimages/curl', '--', 'sleep', '1000');
    const completions = await run('kubectl', 'patch', 'job', 'long', '-p', '{"spec":{"completions":2}}');
    expect(completions.stderr).toContain('spec.completions: Invalid value: 2: field is immutable');
    await kubectl('patch', 'job', 'long', '-p', '{"spec":{"suspend":true}}');
    await kubectl('wait', '--for=condition=suspended', 'job/long', '--timeout=20s');
    expect(await kubectl('get', 'job', 'long', '-o', 'jsonpath={.status.ready}')).toBe('0');
    await kubectl('delete', 'job', 'long');
  });
});

describe('what is not simulated is refused by name:', () => {
  it.for([
    [
      'a resource',
      'kubectl get flowschemas',
      'sandbox: flowschemas.flowcontrol.apiserver.k8s.io is not simulated',
    ],
    [
      'what a cluster always has',
      'kubectl get prioritylevelconfigurations',
      'sandbox: prioritylevelconfigurations.flowcontrol.apiserver.k8s.io is not simulated',
    ],
    [
      'a subresource',
      'kubectl get --raw /api/v1/namespaces/default/pods/client/proxy',
      'sandbox: pods/proxy is not simulated',
    ],
    ['metrics', 'kubectl top pods', 'Metrics API not available'],
    [
      'a command of an image',
      'kubectl exec client -c client -- gzip -c /etc/hosts',
      'sandbox: the command "gzip" is not simulated',
    ],
    ['a command of a tool', 'istioctl bug-report', 'sandbox: istioctl bug-report is not simulated'],
  ] as const)('%s', async ([, line, message]) => {
    const { exitCode, stderr } = await run(...line.split(' '));
    expect(stderr).toContain(message);
    expect(exitCode).not.toBe(0);
  });

  it('what is in an image that nobody described, while its pod runs', async () => {
    await kubectl('run', 'unknown', '--image=example.com/team/app:1');
    await kubectl('wait', '--for=condition=Ready', 'pod/unknown', '--timeout=20s');
    const { exitCode, stderr } = await run('kubectl', 'exec', 'unknown', '--', 'ls');
    expect(stderr).toContain('sandbox: image "example.com/team/app:1" is opaque');
    expect(exitCode).not.toBe(0);
  });
});

describe('runbook sandbox -- COMMAND', () => {
  it('gives the command what the shell of a person has: contexts, kubectl and istioctl', async () => {
    const script = 'kubectl config current-context; echo "$CLUSTER"; istioctl version --remote=false';
    const args = ['sandbox', '--cluster', 'CLUSTER=kind-one', '--latency', '0', '--', 'sh', '-c', script];
    const { stdout, code } = await runCli(args, { cwd: folder });
    expect(stdout).toMatch(/^kind-one\nkind-one\nclient version: \S+\n$/);
    expect(code).toBe(0);
  });
});
