import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { RunbookError } from '../../src/engine/diagnostics/error.ts';
import { plan } from '../../src/engine/plan/plan.ts';
import { examineTarget } from '../../src/engine/run/examine-target.ts';
import { clusterTarget } from '../../src/targets/cluster.ts';
import { readKubeconfig } from '../../src/targets/kubeconfig.ts';
import { patienceMs } from '../helpers/patience.ts';
import { runbookOf } from '../helpers/runbook-of.ts';
import { clusterOfThisFile } from './target.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Parts of a kubeconfig; its file's folder has `plugin` and `token`, and the files of the user's certificate. */
type Parts = {
  readonly context: string;
  readonly cluster: Fields;
  readonly user: Fields;
  readonly more?: Fields;
};

const cluster = clusterOfThisFile();
let folder = '';
/** The cluster and the user of the context that these tests have. */
let base: Parts;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-kubeconfigs-'));
  const { kubeconfig, context } = cluster();
  const config = parse(await readFile(kubeconfig, 'utf8')) as {
    readonly contexts: readonly {
      readonly name: string;
      readonly context: { cluster: string; user: string };
    }[];
    readonly clusters: readonly { readonly name: string; readonly cluster: Fields }[];
    readonly users: readonly { readonly name: string; readonly user: Fields }[];
  };
  const names = config.contexts.find(({ name }) => name === context)?.context;
  base = {
    context: 'ctx',
    cluster: config.clusters.find(({ name }) => name === names?.cluster)?.cluster ?? {},
    user: config.users.find(({ name }) => name === names?.user)?.user ?? {},
  };
  await writeFiles();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const decoded = (value: unknown): string => Buffer.from(String(value ?? ''), 'base64').toString();

async function writeFiles(): Promise<void> {
  const { token, 'client-certificate-data': certificate, 'client-key-data': key } = base.user;
  const status =
    token === undefined
      ? { clientCertificateData: decoded(certificate), clientKeyData: decoded(key) }
      : { token };
  const answer = (version: string) =>
    JSON.stringify({ apiVersion: `client.authentication.k8s.io/${version}`, kind: 'ExecCredential', status });
  const script = `#!/bin/sh
[ -z "$PLUGIN_FAIL" ] || { echo "session expired" >&2; exit 1; }
[ -z "$PLUGIN_NEEDS_INFO" ] || case $KUBERNETES_EXEC_INFO in *'"server"'*) ;; *) exit 2 ;; esac
sleep "\${PLUGIN_SLEEP:-0}"
case $KUBERNETES_EXEC_INFO in *v1beta1*) cat '${folder}/answer-beta' ;; *) cat '${folder}/answer' ;; esac
`;
  await writeFile(join(folder, 'answer'), answer('v1'));
  await writeFile(join(folder, 'answer-beta'), answer('v1beta1'));
  await writeFile(join(folder, 'plugin'), script, { mode: 0o755 });
  await writeFile(join(folder, 'token'), `${token ?? 'none'}\n`);
  await writeFile(join(folder, 'ca.crt'), decoded(base.cluster['certificate-authority-data']));
}

const withoutAuthority = ({ cluster: { 'certificate-authority-data': _, ...rest } }: Parts): Fields => rest;

const exec = (more: Fields = {}): Fields => ({
  exec: {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: './plugin',
    interactiveMode: 'IfAvailable',
    ...more,
  },
});

const variable = (name: string, value: string) => ({ env: [{ name, value }] });

/** What differs from a plain kubeconfig. */
const variants: Readonly<Record<string, (parts: Parts) => Partial<Parts>>> = {
  plain: () => ({}),
  'a context of EKS': () => ({ context: 'arn:aws:eks:us-east-1:123456789012:cluster/prod-x' }),
  'a context of GKE': () => ({ context: 'gke_my-proj_us-central1-a_my.cluster' }),
  'a context with blanks': () => ({ context: 'my cluster (east)' }),
  'a context with @ and a comma': () => ({ context: 'admin@k8s,1' }),
  'a context with a quote': () => ({ context: "it's" }),
  'a context with a dollar': () => ({ context: 'a$b' }),
  'a context with a colon': () => ({ context: 'team:one#1' }),
  'a context with a dash in front': () => ({ context: '-odd' }),
  'a token that is none': () => ({ user: { token: 'expired-token-123456' } }),
  'no credentials': () => ({ user: {} }),
  'a plugin': () => ({ user: exec() }),
  'a plugin with version v1beta1': () => ({
    user: exec({ apiVersion: 'client.authentication.k8s.io/v1beta1' }),
  }),
  'a plugin that fails': () => ({ user: exec(variable('PLUGIN_FAIL', '1')) }),
  'a plugin that takes its time': () => ({ user: exec(variable('PLUGIN_SLEEP', '1')) }),
  'a plugin that wants to know the cluster': () => ({
    user: exec({ ...variable('PLUGIN_NEEDS_INFO', '1'), provideClusterInfo: true }),
  }),
  'a plugin that is not told the cluster': () => ({ user: exec(variable('PLUGIN_NEEDS_INFO', '1')) }),
  'a plugin that is not there': () => ({
    user: exec({ command: 'no-such-plugin', installHint: 'Install it.' }),
  }),
  'a plugin that needs a terminal': () => ({ user: exec({ interactiveMode: 'Always' }) }),
  'an authority in a file': (parts) => ({
    cluster: { ...withoutAuthority(parts), 'certificate-authority': 'ca.crt' },
  }),
  'an authority in a file that is not there': (parts) => ({
    cluster: { ...withoutAuthority(parts), 'certificate-authority': 'absent.crt' },
  }),
  'no authority': (parts) => ({ cluster: withoutAuthority(parts) }),
  'no look at the certificate': (parts) => ({
    cluster: { ...withoutAuthority(parts), 'insecure-skip-tls-verify': true },
  }),
  'another name in the certificate': ({ cluster: own }) => ({
    cluster: { ...own, 'tls-server-name': 'localhost' },
  }),
  'a name that is not in the certificate': ({ cluster: own }) => ({
    cluster: { ...own, 'tls-server-name': 'other.example' },
  }),
  'a port where nobody listens': ({ cluster: own }) => ({
    cluster: { ...own, server: 'https://127.0.0.1:9' },
  }),
  'a name that nobody has': ({ cluster: own }) => ({
    cluster: { ...own, server: 'https://no-such-host.invalid:6443' },
  }),
  'a slash behind the address': ({ cluster: own }) => ({ cluster: { ...own, server: `${own.server}/` } }),
  'a proxy that is not there': ({ cluster: own }) => ({
    cluster: { ...own, 'proxy-url': 'http://127.0.0.1:9' },
  }),
  'a namespace': () => ({ more: { namespace: 'kube-system' } }),
  'the rights of somebody who has none': ({ user }) => ({ user: { ...user, as: 'nobody-in-particular' } }),
  'a token in a file, or one that is none': () => ({ user: { tokenFile: 'token' } }),
  'a token in a file that is not there': () => ({ user: { tokenFile: 'absent' } }),
};

async function write(name: string, content: object): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, stringify({ apiVersion: 'v1', kind: 'Config', ...content }));
  return file;
}

function sections({ context, cluster: own, user, more = {} }: Parts) {
  return {
    clusters: [{ name: 'c', cluster: own }],
    users: [{ name: 'u', user }],
    contexts: [{ name: context, context: { cluster: 'c', user: 'u', ...more } }],
    'current-context': context,
  };
}

/** Whether kubectl gets an answer, and what it says if not. */
async function byKubectl(KUBECONFIG: string, context: string): Promise<{ answered: boolean; said: string }> {
  const args = [`--context=${context}`, 'get', 'namespace', 'default', '-o', 'name'];
  const env = { KUBECONFIG, KUBECACHEDIR: join(folder, 'cache') };
  const { exitCode, stderr } = await execa('kubectl', args, { env, reject: false, stdin: 'ignore' });
  return { answered: exitCode === 0, said: stderr };
}

/** Whether a run would begin that needs the same. */
async function byRun(KUBECONFIG: string, context: string): Promise<{ answered: boolean; said: string }> {
  const page = runbookOf(
    '---\nclusters: { CLUSTER1: any }\nneeds: [namespace/default]\n---\n\n# Page\n\n```bash\ntrue\n```\n',
  );
  const planned = plan([page], { interactive: false, clusters: { CLUSTER1: context } }, () => ({
    diagnostics: [],
  }));
  const options = { signal: AbortSignal.timeout(patienceMs), inherited: {}, path: process.env.PATH ?? '' };
  try {
    const target = clusterTarget(readKubeconfig({ KUBECONFIG }));
    const { requirements } = await examineTarget(planned.plan, target, options);
    const wrong = requirements.flatMap(({ diagnostic }) => diagnostic ?? []);
    return { answered: wrong.length === 0, said: wrong.map(({ message }) => message).join('\n') };
  } catch (error) {
    if (!(error instanceof RunbookError)) throw error;
    return { answered: false, said: error.message };
  }
}

async function compare(kubeconfig: string, context: string): Promise<void> {
  const [kubectl, run] = [await byKubectl(kubeconfig, context), await byRun(kubeconfig, context)];
  expect(run.answered, `kubectl: ${kubectl.said}\nrunbook: ${run.said}`).toBe(kubectl.answered);
}

describe('a kubeconfig has the same answer as with kubectl', () => {
  it.each(Object.keys(variants))('with %s', async (name) => {
    const parts = { ...base, ...variants[name]?.(base) };
    await compare(await write('kubeconfig', sections(parts)), parts.context);
  });

  it('in three files, one of them not there', async () => {
    const { clusters, users, contexts } = sections(base);
    const files = [
      await write('one', { contexts }),
      join(folder, 'absent'),
      await write('two', { clusters, users }),
    ];
    await compare(files.join(delimiter), 'ctx');
  });

  it.each(['users', 'clusters'])('without the %s that its context names', async (section) => {
    await compare(await write('kubeconfig', { ...sections(base), [section]: [] }), 'ctx');
  });
});
