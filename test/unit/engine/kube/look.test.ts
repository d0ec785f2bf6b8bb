import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookAround } from '../../../../src/engine/kube/look.ts';
import type { Touched } from '../../../../src/engine/model/finding.ts';
import { createSandbox, type Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { patienceMs } from '../../../helpers/patience.ts';

const context = 'kind-left';
let sandbox: Sandbox;

const crashing = `
apiVersion: v1
kind: Pod
metadata: { name: crashing, namespace: shop }
spec:
  containers:
  - name: main
    image: curlimages/curl
    command: [sh, -c, "echo going down; exit 3"]
`;

beforeAll(async () => {
  sandbox = await createSandbox({
    clusters: ['kind-left', 'kind-right'].map((name) => ({ context: name, cluster: name.slice(5) })),
    latency: 0,
    opaque: [],
  });
  await kubectl(['create', 'namespace', 'shop']);
  await kubectl(['-n', 'shop', 'create', 'deployment', 'broken', '--image=nowhere.example/web:1']);
  await kubectl(['-n', 'shop', 'create', 'service', 'clusterip', 'web', '--tcp=80:80']);
  await kubectl(['apply', '-f', '-'], crashing);
  await until(['-n', 'shop', 'get', 'pods', '-o', 'jsonpath={..reason}'], /ImagePullBackOff/);
  await until(['-n', 'shop', 'get', 'pod', 'crashing', '-o', 'jsonpath={..reason}'], /CrashLoopBackOff/);
});
afterAll(() => sandbox.close());

async function kubectl(args: readonly string[], input = ''): Promise<string> {
  const { stdout } = await execa('kubectl', ['--context', context, ...args], { env: sandbox.env, input });
  return stdout;
}

/** kubectl can't wait for a reason. */
async function until(args: readonly string[], pattern: RegExp): Promise<void> {
  while (!pattern.test(await kubectl(args))) await sleep(50);
}

function look(touched: Touched, signal: AbortSignal = AbortSignal.timeout(patienceMs)) {
  const contexts = [context];
  return lookAround({ kubeconfig: sandbox.kubeconfig, contexts, touched: [touched], signal });
}

describe('a look around', () => {
  it('sees pods that are not ready, why, and what they printed before they ended', async () => {
    const { looks, sightings } = await look({ context, namespace: 'shop', resource: 'pods' });
    const [pods, log, warnings] = looks;
    expect(pods).toMatchObject({
      title: 'pods in shop that are not ready',
      command: 'kubectl --context kind-left -n shop get pods',
    });
    expect(pods?.lines).toContainEqual(
      expect.stringMatching(/^broken-\S+ {2}0\/1 {2}ImagePullBackOff {2}Back-off/),
    );
    expect(pods?.lines).toContainEqual(
      expect.stringMatching(
        /^crashing {2}0\/1 {2}CrashLoopBackOff {2}\d restarts? {2}its container ended with exit code 3/,
      ),
    );
    expect(log).toEqual({
      title: 'log of crashing',
      lines: ['going down'],
      command: 'kubectl --context kind-left -n shop logs crashing -c main --tail 8 --previous',
    });
    expect(warnings?.title).toBe('latest warnings in shop');
    expect(warnings?.lines.length).toBeLessThanOrEqual(5);
    expect(sightings).toContainEqual(
      expect.objectContaining({ kind: 'pod', reason: 'ImagePullBackOff', image: 'nowhere.example/web:1' }),
    );
  });

  it('gives commands that a person can type', async () => {
    const { looks } = await look({ context, namespace: 'shop', resource: 'deploy', name: 'broken' });
    for (const { command } of looks) {
      const [, ...args] = command.split(' ');
      expect((await execa('kubectl', args, { env: sandbox.env })).stdout).not.toBe('');
    }
    expect(looks.length).toBeGreaterThan(2);
  });

  it('sees conditions that are not as they should be', async () => {
    const { looks, sightings } = await look({
      context,
      namespace: 'shop',
      resource: 'deploy',
      name: 'broken',
    });
    expect(looks[0]).toMatchObject({ title: 'conditions of deployment.apps/broken' });
    expect(sightings).toContainEqual(
      expect.objectContaining({ kind: 'condition', name: 'broken', type: 'Available', status: 'False' }),
    );
  });

  it('sees that a service leads nowhere', async () => {
    const { sightings } = await look({ context, namespace: 'shop', resource: 'svc', name: 'web' });
    expect(sightings).toContainEqual({ kind: 'no-endpoints', context, namespace: 'shop', service: 'web' });
  });

  it('sees that a name or a namespace is not there, and a near one', async () => {
    expect(await look({ context, namespace: 'shop', resource: 'deploy', name: 'borken' })).toEqual({
      looks: [
        {
          title: 'deployment.apps/borken is not there; these are',
          lines: ['broken'],
          command: 'kubectl --context kind-left -n shop get deployments',
        },
      ],
      sightings: [
        {
          kind: 'no-object',
          context,
          namespace: 'shop',
          resource: 'deployment.apps',
          name: 'borken',
          near: 'broken',
        },
      ],
    });
    const { sightings } = await look({ context, namespace: 'shpo' });
    expect(sightings).toEqual([{ kind: 'no-namespace', context, namespace: 'shpo', near: 'shop' }]);
  });

  it('has nothing to say where all is well, of what has no namespace, and of clusters that are not the run’s', async () => {
    const nothing = { looks: [], sightings: [] };
    expect(await look({ context, namespace: 'istio-system', resource: 'svc', name: 'istiod' })).toEqual(
      nothing,
    );
    expect(await look({ context, resource: 'nodes' })).toEqual(nothing);
    expect(await look({ context: 'kind-right', namespace: 'shop' })).toEqual(nothing);
  });

  it('leaves out what it has no time for, and says that it does', async () => {
    expect(await look({ context, namespace: 'shop' }, AbortSignal.abort())).toEqual({
      looks: [
        {
          title: 'looking at kind-left took too long',
          lines: ['not everything was looked at'],
          command: 'kubectl --context kind-left -n shop get pods,events',
        },
      ],
      sightings: [],
    });
  });

  it('says what keeps a namespace that is being deleted, and nothing of one that is gone as it was to be', async () => {
    await kubectl(['create', 'namespace', 'stuck']);
    const held = { name: 'held', namespace: 'stuck', finalizers: ['example.com/hold'] };
    await kubectl(
      ['create', '-f', '-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: held }),
    );
    await kubectl(['delete', 'namespace', 'stuck', '--wait=false']);
    await until(['get', 'namespace', 'stuck', '-o', 'jsonpath={..type}'], /NamespaceFinalizersRemaining/);
    const deleted = { context, resource: 'namespace', name: 'stuck', answered: true } as const;
    expect((await look(deleted)).sightings).toMatchObject([
      {
        kind: 'ending',
        resource: 'namespace',
        name: 'stuck',
        why: expect.stringContaining('example.com/hold'),
      },
    ]);
    expect((await look({ ...deleted, name: 'gone' })).sightings).toEqual([]);
  });

  it('goes where kubectl goes now when a command names no context and no namespace', async () => {
    const config = JSON.parse(await readFile(sandbox.kubeconfig, 'utf8'));
    const [left, right] = config.contexts;
    right.context = { ...right.context, namespace: 'elsewhere' };
    const kubeconfig = `${sandbox.kubeconfig}-changed`;
    const changed = { ...config, contexts: [left, right], 'current-context': 'kind-right' };
    await writeFile(kubeconfig, JSON.stringify(changed));
    const { sightings } = await lookAround({
      kubeconfig,
      contexts: ['kind-left', 'kind-right'],
      touched: [{ resource: 'pods' }],
      signal: AbortSignal.timeout(patienceMs),
    });
    expect(sightings).toMatchObject([
      { kind: 'no-namespace', context: 'kind-right', namespace: 'elsewhere' },
    ]);
  });
});
