import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessOf } from '../../../../src/engine/access/access-of-plan.ts';
import type { AccessNeed } from '../../../../src/engine/model/access.ts';
import { plan } from '../../../../src/engine/plan/plan.ts';
import { patienceMs } from '../../../helpers/patience.ts';
import { runbookOf } from '../../../helpers/runbook-of.ts';
import { startApi, type TestApi } from '../../sandbox/apiserver/start-api.ts';
import { type FaultProxy, startFaultProxy } from '../kube/fault-proxy.ts';

let api: TestApi;
let proxy: FaultProxy;
let kubeconfig = '';
beforeAll(async () => {
  api = await startApi();
  proxy = await startFaultProxy(api.env.KUBECONFIG ?? '', 'test');
  kubeconfig = await proxy.kubeconfig();
  const labels = { app: 'web' };
  const container = { name: 'c', image: 'curlimages/curl', command: ['sleep', '600'] };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  for (const object of [
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'one', labels }, spec: { containers: [container] } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: { selector: { matchLabels: labels }, template },
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map', labels }, data: { key: 'value' } },
    { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node' } },
  ])
    await api.create(object);
});
afterAll(async () => {
  await proxy.close();
  await api.close();
});

const map = (name: string) => `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name} }
data: { key: new }
`;

/** What a page with a command asks for, as one would say it: `get pods one`, `create|get pods/exec one`. */
function asked(script: string): readonly string[] {
  const page = runbookOf(
    `---\nclusters: { CLUSTER1: proxied }\n---\n\n# Page\n\n\`\`\`bash\n${script}\n\`\`\`\n`,
  );
  const planned = plan([page], { interactive: false }, () => ({ diagnostics: [] }));
  const clusters = [{ variable: 'CLUSTER1', context: 'proxied', version: '' }];
  const environmentOf = () => ({ CLUSTER1: 'proxied' });
  return accessOf(planned.plan, { clusters, environmentOf }).map(written);
}

function written({ verbs, resource, subresource, name, doubt, when }: AccessNeed): string {
  const kind = typeof resource === 'string' ? resource : resource.kind;
  const what = subresource === undefined ? kind : `${kind}/${subresource}`;
  const marks = [doubt === undefined ? '' : '?', when === undefined ? '' : `(${when.object})`];
  return [verbs.join('|'), what, name ?? '', ...marks].filter(Boolean).join(' ');
}

/** What kubectl sends for it, in the same words: `get pods one`. */
async function sent(script: string): Promise<readonly string[]> {
  const from = proxy.requests.length;
  const env = { KUBECONFIG: kubeconfig, KUBECACHEDIR: api.env.KUBECACHEDIR ?? '', CLUSTER1: 'proxied' };
  await execa('bash', ['-c', script], { env, reject: false, timeout: patienceMs });
  return proxy.requests.slice(from).flatMap(({ line }) => request(line));
}

function request(line: string): readonly string[] {
  const [method = '', url = ''] = line.split(' ');
  const { pathname, searchParams } = new URL(url, 'https://server');
  const [, rest] = /^\/api(?:s\/[^/]+)?\/v[^/]+\/(?:namespaces\/[^/]+\/(?=[^/]))?(.+)$/.exec(pathname) ?? [];
  if (rest === undefined) return [];
  const [resource = '', name, subresource] = rest.split('/');
  const chosen = /metadata\.name=([^,]+)/.exec(searchParams.get('fieldSelector') ?? '')?.[1];
  const verbs: Readonly<Record<string, string>> = {
    POST: 'create',
    PATCH: 'patch',
    PUT: 'update',
    DELETE: 'delete',
  };
  const reading = searchParams.get('watch') === 'true' ? 'watch' : name === undefined ? 'list' : 'get';
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  return [[verbs[method] ?? reading, what, name ?? chosen ?? ''].join(' ').trim()];
}

const on = 'kubectl --context $CLUSTER1';

describe('what a command of kubectl asks of the API is what kubectl sends', () => {
  it.each([
    ['get pods', ['list pods']],
    ['get pod one -o yaml', ['get pod one']],
    ['get configmap/map pods/one', ['get configmap map', 'get pods one']],
    ['get pod one -w --request-timeout=1s', ['get pod one', 'watch pod one']],
    ['describe pod one', ['get pod one']],
    ['create namespace shop', ['create namespace']],
    ['create configmap made --from-literal=a=1', ['create configmap']],
    ['create deployment made --image=nginx', ['create deployment']],
    ['create quota made --hard=pods=1', ['create resourcequotas']],
    ['create role made --verb=get --resource=pods', ['create roles.rbac.authorization.k8s.io']],
    ['create configmap dry --from-literal=a=1 --dry-run=client -o yaml', []],
    ['run made --image=nginx', ['create pods']],
    ['label pod one tier=web', ['get pod one', 'patch pod one']],
    ['annotate pod one tier=web', ['get pod one', 'patch pod one']],
    [`patch configmap map -p '{"data":{"a":"1"}}'`, ['get configmap map', 'patch configmap map']],
    ['scale deployment web --replicas=2', ['get deployment web', 'patch|update deployment/scale web']],
    ['set image deployment/web c=nginx', ['get deployment web', 'patch deployment web']],
    ['rollout restart deployment/web', ['get deployment web', 'patch deployment web']],
    [
      'rollout status deployment/web --timeout=1s',
      ['get deployment web', 'list deployment web', 'watch deployment web'],
    ],
    ['expose deployment web --port=80', ['get deployment web', 'create services']],
    ['wait --for=condition=Ready pod/one --timeout=1s', ['get pod one', 'list pod one', 'watch pod one']],
    ['wait --for=delete pod/one --timeout=1s', ['get pod one']],
    ['logs one', ['get pods one', 'get pods/log one']],
    ['exec one -- true', ['get pods one', 'get|create pods/exec one']],
    ['events', ['list events']],
    ['cordon node', ['get nodes node', 'patch nodes node']],
    ['taint nodes node key=value:NoSchedule', ['get nodes node', 'patch nodes node']],
    [`create -f - <<'E'\n${map('fed')}E`, ['create ConfigMap']],
    [`delete -f - <<'E'\n${map('fed')}E`, ['delete ConfigMap fed']],
    ['delete configmap made --wait=false', ['delete configmap made']],
    [`replace -f - <<'E'\n${map('map')}E`, ['update ConfigMap map']],
    ['version', []],
    ['config current-context', []],
    ['api-resources', []],
  ])('%s', async (command, expected) => {
    const script = `${on} ${command}`;
    expect(asked(script)).toEqual(expected);
    const requests = await sent(script);
    for (const ask of expected) {
      const [verbs = '', what = '', name = ''] = ask.split(' ');
      const [, kind = '', subresource = ''] = /^([^./]+)[^/]*(\/.*)?$/.exec(what) ?? [];
      const resource = `${kind.toLowerCase().replace(/([^s])$/, '$1s')}${subresource}`;
      const forms = verbs.split('|').map((verb) => [verb, resource, name].join(' ').trim());
      expect(
        requests.filter((line) => forms.includes(line)),
        `${ask} in ${requests.join(', ')}`,
      ).not.toEqual([]);
    }
  });

  it.each([
    ['a manifest that is not there yet', 'absent-map', ['get ConfigMap absent-map', 'create ConfigMap']],
    ['one that is there', 'map', ['get ConfigMap map', 'patch ConfigMap map']],
  ])('apply of %s', async (_, name, expected) => {
    const script = `cat <<'E' | ${on} apply -f -\n${map(name)}E`;
    expect(asked(script)).toEqual([
      `get ConfigMap ${name}`,
      `patch ConfigMap ${name} (present)`,
      'create ConfigMap (absent)',
    ]);
    const requests = await sent(script);
    expect(requests.map((line) => line.replace('configmaps', 'ConfigMap'))).toEqual(
      expect.arrayContaining(expected),
    );
  });

  it('apply --server-side is one request, which creates where nothing is', async () => {
    const script = `${on} apply --server-side -f - <<'E'\n${map('by-server')}E`;
    expect(asked(script)).toEqual(['patch ConfigMap by-server', 'create ConfigMap (absent)']);
    expect(await sent(script)).toEqual(['patch configmaps by-server']);
  });
});

describe('nothing is claimed', () => {
  it.each([
    ['of a command that may fail', `${on} get pod one || true`],
    ['of a question', `if ${on} get pod one; then true; fi`],
    ['of a failure that a check expects', `${on} get pod one\n# expect exit: 1`],
    ['of a variable that is not set', `${on} get pod $POD`],
    ['of what bash computes', `${on} delete pod "$(cat name)"`],
    ['of another context', 'kubectl --context other get pods'],
    ['behind a change of the context', `kubectl config use-context other\nkubectl get pods`],
    ['of somebody else', `${on} --as=dev get pods`],
    ['with a kubeconfig of its own', `KUBECONFIG=mine kubectl get pods`],
    ['behind one', `export KUBECONFIG=mine\n${on} get pods`],
    ['of a file', `${on} apply -f manifests/`],
    ['of a flag that may be anything', `${on} get pods --what something`],
    ['behind what may have set anything', `source setup.sh\n${on} get pods`],
    ['of all kinds', `${on} get all`],
    ['of a plugin', `${on} ctx other`],
    ['of a function that nothing calls', `look() { ${on} get pods; }`],
    ['of a here-document in which bash computes', `${on} apply -f - <<E\n${map('$(date)')}E`],
  ])('%s', (_, script) => {
    expect(asked(script)).toEqual([]);
  });
});

describe('variables, functions and loops', () => {
  it.each([
    ['a variable that the page sets', `NAME=one\n${on} get pod $NAME`, ['get pod one']],
    ['one that it sets twice', `NAME=one\nNAME=two\n${on} get pod $NAME`, ['get pod two']],
    ['one that it computes afterwards', `NAME=one\nNAME=$(date)\n${on} get pod $NAME`, []],
    ['one that a branch may set', `NAME=one\nif true; then NAME=two; fi\n${on} get pod $NAME`, []],
    ['a function', `show() { ${on} get pod "$1"; }\nshow one`, ['get pod one']],
    [
      'a loop, which may stop',
      `for name in one two; do ${on} get pod $name; done`,
      ['get pod one ?', 'get pod two ?'],
    ],
    ['a here-document', `NAME=one\n${on} create -f - <<E\n${map('$NAME')}E`, ['create ConfigMap']],
  ])('%s', (_, script, expected) => {
    expect(asked(script)).toEqual(expected);
  });
});

describe('what a page may do without', () => {
  it.each([
    ['a command of a branch', `if true; then ${on} get pod one; fi`],
    ['one behind another', `true && ${on} get pod one`],
    ['what comes behind a role', `${on} create rolebinding a --role=b --user=me\n${on} get pod one`],
    ['what comes behind an unknown manifest', `${on} apply -f setup.yaml\n${on} get pod one`],
    ['one that it makes unless it is there', `${on} create ns shop || true\n${on} -n shop get pod one`],
    ['a namespace that the page makes', `${on} create namespace shop\n${on} -n shop get pod one`],
  ])('is in doubt: %s', (_, script) => {
    expect(asked(script).at(-1)).toBe('get pod one ?');
  });
});
