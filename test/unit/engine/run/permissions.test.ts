import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Target } from '../../../../src/engine/model/target.ts';
import { playText } from '../../../helpers/play.ts';
import { startApi, type TestApi } from '../../sandbox/apiserver/start-api.ts';
import { type Asked, type FaultProxy, proxiedTarget, startFaultProxy } from '../kube/fault-proxy.ts';

let api: TestApi;
let proxy: FaultProxy;
let target: Target;
beforeAll(async () => {
  api = await startApi();
  proxy = await startFaultProxy(api.env.KUBECONFIG ?? '', 'test');
  target = proxiedTarget(await proxy.kubeconfig());
  await api.create({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'there' },
    data: { key: 'value' },
  });
});
afterEach(() => {
  proxy.set();
  proxy.decide(undefined);
});
afterAll(async () => {
  await proxy.close();
  await api.close();
});

const head = '---\nclusters: { CLUSTER1: proxied }\n---\n\n# Page\n\n';
const shell = (script: string, options = '') => `\`\`\`bash${options}\n${script}\n\`\`\`\n\n`;
const manifest = (name: string, options = '') =>
  `\`\`\`yaml apply cluster=$CLUSTER1 namespace=default${options}\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\n\`\`\`\n\n`;

/** Runs a page for somebody who may do everything but what `isDenied` says. */
async function run(body: string, isDenied: (asked: Asked) => boolean) {
  proxy.decide((asked) => ({ allowed: !isDenied(asked), reason: '' }));
  const from = proxy.requests.length;
  const played = await playText(head + body, { target });
  const found = played.events.flatMap((event) => (event.type === 'diagnostic' ? [event.diagnostic] : []));
  const changes = proxy.requests
    .slice(from)
    .map(({ line }) => line)
    .filter((line) => !line.startsWith('GET ') && !line.includes('selfsubjectaccessreviews'));
  return { ...played, found, changes };
}

const kubectl = 'kubectl --context $CLUSTER1';

describe('a right that the page needs for certain and its reader does not have', () => {
  it.each<[string, string, (asked: Asked) => boolean, string]>([
    [
      'to patch, of a manifest',
      manifest('new'),
      ({ verb }) => verb === 'patch',
      'patch configmaps in default on proxied, which line 8 will do',
    ],
    [
      'to create, of a manifest whose object is not there',
      manifest('new'),
      ({ verb }) => verb === 'create',
      'create configmaps in default on proxied, which line 8 will do',
    ],
    [
      'to delete, of one that is deleted at the end',
      manifest('new', ' delete'),
      ({ verb }) => verb === 'delete',
      'delete configmaps in default on proxied, which line 8 will do',
    ],
    [
      'to read, of a command',
      shell(`${kubectl} -n shop get pods`),
      ({ verb, namespace }) => verb === 'list' && namespace === 'shop',
      'list pods in shop on proxied, which line 8 will do',
    ],
    [
      'to delete, of a cleanup',
      shell(`${kubectl} delete configmap there`, ' cleanup'),
      ({ verb }) => verb === 'delete',
      'delete configmaps in default on proxied, which line 8 will do',
    ],
    [
      'of a subresource, of several lines',
      shell(`${kubectl} exec one -- true\ntrue\n${kubectl} exec two -- true`),
      ({ subresource }) => subresource === 'exec',
      'get or create pods/exec in default on proxied, which lines 8, 10 will do',
    ],
    [
      'of what is in no namespace',
      shell(`${kubectl} get nodes`),
      ({ resource }) => resource === 'nodes',
      'list nodes on proxied, which line 8 will do',
    ],
  ])('%s, stops the run before anything is touched', async (_, body, isDenied, said) => {
    const { exitCode, found, changes, statements } = await run(body, isDenied);
    expect(found.map(({ message }) => message)).toEqual([`The cluster does not let this user ${said}`]);
    expect(found[0]).toMatchObject({ code: 'target/permission-denied', severity: 'error' });
    expect(found[0]?.hint).toMatch(/`kubectl --context proxied .*auth can-i [a-z]+ /);
    expect({ exitCode, changes, statements }).toEqual({ exitCode: 3, changes: [], statements: [] });
  });

  it('is told with all others at once', async () => {
    const body = manifest('new') + shell(`${kubectl} get pods\n${kubectl} get services`);
    const { found } = await run(body, () => true);
    expect(found.length).toBe(4);
  });
});

describe('one that the page may do without', () => {
  it.each([
    ['of a command in a loop', `for what in pods; do ${kubectl} get $what; done`],
    ['in a namespace that the page makes', `${kubectl} create namespace mine\n${kubectl} -n mine get pods`],
  ])('%s, is a warning', async (_, script) => {
    const { exitCode, found } = await run(
      shell(script),
      ({ resource, verb }) => resource === 'pods' && verb === 'list',
    );
    expect(found).toMatchObject([{ code: 'target/permission-denied', severity: 'warning' }]);
    expect(found[0]?.hint).toMatch(/The run goes on: .+\.$/);
    expect(exitCode).toBe(0);
  });

  it.each<[string, string, (asked: Asked) => boolean]>([
    ['to create what is there already', manifest('there'), ({ verb }) => verb === 'create'],
    [
      'for all objects, with one for those that are named',
      manifest('there'),
      ({ name }) => name === undefined,
    ],
    ['for a command that may fail', shell(`${kubectl} get pods >/dev/null || true`), () => true],
    [
      'for a command that a check expects to fail',
      shell(`${kubectl} get pods --field-selector=a=b\n# expect exit: 1`),
      () => true,
    ],
  ])('%s, is none', async (_, body, isDenied) => {
    const { exitCode, found } = await run(body, isDenied);
    expect({ exitCode, found }).toEqual({ exitCode: 0, found: [] });
  });
});

describe('who may not ask', () => {
  it.each([
    ['is refused', { status: 403, message: 'selfsubjectaccessreviews is forbidden' }],
    ['has a server that knows no such question', { status: 404, message: 'not found' }],
  ])('%s, and runs all the same', async (_, does) => {
    proxy.set({ path: /selfsubjectaccessreviews/, does });
    const { exitCode, found } = await run(manifest('there'), () => true);
    expect({ exitCode, found }).toEqual({ exitCode: 0, found: [] });
  });

  it('has an authorizer that could not decide', async () => {
    proxy.decide(() => ({ allowed: false, evaluationError: 'the webhook is away' }));
    const { found } = await playText(head + manifest('there'), { target }).then(({ events }) => ({
      found: events.filter(({ type }) => type === 'diagnostic'),
    }));
    expect(found).toEqual([]);
  });
});

it('a right for all objects of a kind is asked for before those for each', async () => {
  const from = proxy.requests.length;
  await run([1, 2, 3].map((count) => manifest(`many-${count}`)).join(''), () => false);
  const asked = proxy.requests.slice(from).filter(({ line }) => line.includes('selfsubjectaccessreviews'));
  // To patch, and to create.
  expect(asked).toHaveLength(2);
});

it('each right is asked for once', async () => {
  const from = proxy.requests.length;
  await run(shell(`${kubectl} get pods\n${kubectl} get pods\n${kubectl} get po`), () => false);
  const asked = proxy.requests.slice(from).filter(({ line }) => line.includes('selfsubjectaccessreviews'));
  expect(asked).toHaveLength(1);
});
