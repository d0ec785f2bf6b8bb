import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { bin, build } from '../../helpers/build.ts';
import { type CliResult, runCli } from '../../helpers/run-cli.ts';
import { runHere } from '../../helpers/run-here.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const shards = join(fixtures, 'export/shards');
const image = 'registry.example/runbook:1';
const pages = ['pages/one.md', 'pages/two.md', 'pages/deep/three.md'];

let folder = '';
let exported = '';
beforeAll(async () => {
  await build();
  folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
  exported = join(folder, 'job.yaml');
  const { code, stderr } = await exportTo(exported);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const exportTo = (output: string, ...more: readonly string[]): Promise<CliResult> =>
  runHere(
    ['export', ...pages, '--to', 'kubernetes-job', '--image', image, '--shards', '2', '-o', output, ...more],
    {
      cwd: shards,
    },
  );

/** Runs commands of the shell with a sandbox at hand, where `$FILE` is what was exported. */
const inSandbox = (script: string): Promise<CliResult> =>
  runCli(['sandbox', '--cluster', 'CLUSTER=kind-one', '--latency', '0', '--', 'bash', '-c', script], {
    cwd: folder,
    env: { FILE: exported },
  });

describe('an exported Job on the sandbox', () => {
  it('is applied strictly, by server or client, and run again as its head says', async () => {
    const { stdout, stderr, code } = await inSandbox(`set -e
      kubectl apply --server-side --validate=strict -f $FILE
      kubectl delete -f $FILE
      kubectl apply --validate=strict -f $FILE
      kubectl apply -f $FILE
      kubectl replace --force -f $FILE`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'configmap/runbooks serverside-applied',
      'job.batch/runbooks serverside-applied',
      expect.stringMatching(/^configmap "runbooks" deleted/),
      expect.stringMatching(/^job\.batch "runbooks" deleted/),
      'configmap/runbooks created',
      'job.batch/runbooks created',
      'configmap/runbooks unchanged',
      'job.batch/runbooks unchanged',
      expect.stringMatching(/^configmap "runbooks" deleted/),
      expect.stringMatching(/^job\.batch "runbooks" deleted/),
      'configmap/runbooks replaced',
      'job.batch/runbooks replaced',
      '',
    ]);
  });

  it('starts a pod for each shard, which never ends: its image is opaque, as is said where people look', async () => {
    const { stdout, code } = await inSandbox(`set -e
      kubectl apply -f $FILE >applied
      kubectl wait --for=create pod -l batch.kubernetes.io/job-completion-index=1 --timeout=20s >waited
      kubectl wait --for=condition=Ready pod -l job-name=runbooks --timeout=20s >waited
      kubectl get job,pods
      kubectl describe job runbooks
      kubectl describe pods`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^job\.batch\/runbooks +Running +0\/2 /m);
    for (const index of [0, 1]) {
      expect(stdout).toMatch(new RegExp(`^pod/runbooks-${index}-\\w{5} +1/1 +Running +0 `, 'm'));
    }
    const opaque = `sandbox: image "${image}" is opaque`;
    expect(stdout).toMatch(new RegExp(`NotSimulated .* job-controller +${opaque}`));
    expect(stdout).toMatch(new RegExp(`Opaque .* kubelet +${opaque}`));
  });

  it('can be a manifest of a runbook, which waits for its end in vain and names the image', async () => {
    const page = join(folder, 'nightly.md');
    const head = '---\nclusters: { CLUSTER: kind-one }\n---\n# Nightly\n\n## Apply\n\n';
    const manifest = await readFile(exported, 'utf8');
    const apply = `~~~yaml apply cluster=$CLUSTER namespace=default delete\n${manifest}# expect: job.batch/runbooks created\n~~~\n`;
    const look = [
      '\n```bash\nkubectl --context $CLUSTER describe job runbooks',
      `# expect within 20s: sandbox: image "${image}" is opaque`,
      '\nkubectl --context $CLUSTER wait --for=condition=complete job/runbooks --timeout=1s',
      '# expect exit: 1\n```\n',
    ].join('\n');
    await writeFile(page, `${head}${apply}${look}`);
    const { stdout, stderr, code } = await runHere(['exec', 'nightly.md', '--latency', '0'], { cwd: folder });
    expect(stderr).not.toContain('error');
    expect(stdout).toContain('✓ expect: job.batch/runbooks created');
    expect(stdout).toContain('✓ job.batch/runbooks deleted');
    expect(code).toBe(0);
  });
});

describe('a page with a Job of an image that is simulated', () => {
  it('passes: the Job runs to its end, or fails as it should', async () => {
    const { stdout, code } = await runHere(['exec', join(fixtures, 'cli/job.md'), '--latency', '0'], {
      cwd: folder,
    });
    expect(stdout).toContain('✓ expect within 30s: Complete=True');
    expect(stdout).toContain('✓ expect row: count Complete 3/3');
    expect(stdout).toContain('✓ expect within 30s: Failed=True');
    expect(stdout).toContain('5 statements (5 passed) · 7 checks, all met');
    expect(code).toBe(0);
  });

  it('fails where its commands fail', async () => {
    const text = await readFile(join(fixtures, 'cli/job.md'), 'utf8');
    const wrong = text.replace('echo index $JOB_COMPLETION_INDEX', 'exit $JOB_COMPLETION_INDEX');
    expect(wrong).not.toBe(text);
    await writeFile(join(folder, 'wrong.md'), wrong.replaceAll('within 30s', 'within 3s'));
    const { stdout, code } = await runHere(['exec', 'wrong.md', '--latency', '0'], { cwd: folder });
    expect(stdout).toMatch(
      /expect within 3s: Complete=True\n +expected +Complete=True\n +actual +no object has /,
    );
    expect(stdout).toContain(
      'Failed=True (BackoffLimitExceeded: Job has reached the specified backoff limit)',
    );
    expect(code).toBe(1);
  });
});

type Item = { readonly key: string; readonly path: string; readonly mode?: number };
type Exported = {
  readonly kind: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
  readonly spec: {
    readonly completions: number;
    readonly template: {
      readonly spec: {
        readonly containers: readonly { readonly command: readonly string[] }[];
        readonly volumes: readonly {
          readonly projected: {
            readonly sources: readonly { readonly configMap: { readonly items: readonly Item[] } }[];
          };
        }[];
      };
    };
  };
};

describe('the pods of an exported Job', () => {
  it('run every runbook exactly once, and what each requires before it', async () => {
    const [map, job] = parseAllDocuments(await readFile(exported, 'utf8')).map(
      (one) => one.toJS() as Exported,
    );
    if (map === undefined || job === undefined) throw new Error('no ConfigMap and Job');
    const mounted = await mount(map, job);
    const ran: string[] = [];
    for (let index = 0; index < job.spec.completions; index += 1) {
      const log = join(folder, `ran-${index}`);
      await writeFile(log, '');
      const { exitCode, all } = await runPod(job, mounted, { JOB_COMPLETION_INDEX: String(index), RAN: log });
      expect(exitCode, all).toBe(0);
      const lines = (await readFile(log, 'utf8')).trim().split('\n');
      expect(lines.length, `shard ${index}`).toBeGreaterThan(0);
      if (lines.includes('two')) expect(lines.indexOf('zero')).toBeLessThan(lines.indexOf('two'));
      ran.push(...lines);
    }
    expect(ran.sort()).toEqual(['one', 'three', 'two', 'zero']);
  });

  /** The volume as a node makes it: what is at its top are links into a hidden folder. */
  async function mount(map: Exported, job: Exported): Promise<string> {
    const place = join(folder, 'mounted');
    const { sources } = job.spec.template.spec.volumes[0]?.projected ?? { sources: [] };
    const items = sources.flatMap(({ configMap }) => configMap.items);
    for (const { key, path, mode = 0o644 } of items) {
      const text = map.data?.[key];
      const content = text === undefined ? Buffer.from(map.binaryData?.[key] ?? '', 'base64') : text;
      const file = join(place, '..now', path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content, { mode });
    }
    await symlink('..now', join(place, '..data'));
    for (const top of new Set(items.map(({ path }) => path.split('/')[0] ?? '')))
      await symlink(`..data/${top}`, join(place, top));
    return place;
  }

  /** The container's own command, with runbook on PATH as the image has to have it. */
  async function runPod(job: Exported, mounted: string, env: Readonly<Record<string, string>>) {
    const path = join(folder, 'bin');
    const work = await mkdtemp(join(folder, 'work-'));
    await mkdir(path, { recursive: true });
    await symlink(bin, join(path, 'runbook')).catch(() => undefined);
    const [file = '', ...args] = job.spec.template.spec.containers[0]?.command ?? [];
    const there = args.map((word) => word.replace(/^\/runbooks\//, `${mounted}/`));
    const PATH = `${path}:${dirname(process.execPath)}:${process.env.PATH}`;
    return execa(file, there, { cwd: work, env: { ...env, PATH, CI: 'true' }, reject: false, all: true });
  }
});

describe('runbook export --to kubernetes-job', () => {
  it('overwrites its own work and nothing else', async () => {
    expect((await exportTo(exported)).code).toBe(0);
    const mine = join(folder, 'mine.yaml');
    await writeFile(mine, 'kind: Job\n');
    const { code, stderr } = await exportTo(mine);
    expect([code, await readFile(mine, 'utf8')]).toEqual([2, 'kind: Job\n']);
    expect(stderr).toContain('it is there and was not exported');
  });

  it('takes a folder, passing over what is no runbook', async () => {
    const args = ['export', '.', '--to', 'kubernetes-job', '--image', image];
    const { stdout, code } = await runHere(args, { cwd: shards });
    expect(stdout).toContain("\n      'pages/deep/three.md' \\\n      'pages/one.md' \\\n");
    expect(stdout).not.toContain('README.md');
    expect(code).toBe(0);
  });

  it('refuses files that pages name and that lie elsewhere, unless it is told to take them along', async () => {
    const args = ['export', join(shards, 'pages'), '--to', 'kubernetes-job', '--image', image];
    const refused = await runHere(args, { cwd: folder });
    expect(refused.stderr).toMatch(/two\.md:8:1 {2}error {2}The file `\S+numbers\.txt` lies outside/);
    expect(refused.code).toBe(2);
    const taken = await runHere([...args, '--include', join(shards, 'data')], { cwd: folder });
    expect(taken.stdout).toContain('path: files/data/numbers.txt');
    expect(taken.code).toBe(0);
  });

  it.for([
    ['without an image', ['pages/one.md', '--to', 'kubernetes-job'], 'The Job has no image'],
    [
      'to a script with an image',
      ['pages/one.md', '--to', 'bash', '--image', image],
      '`--image` is not for `--to bash`',
    ],
    [
      'of no shards',
      ['pages/one.md', '--to', 'kubernetes-job', '--shards', '0'],
      'Write a whole number from 1.',
    ],
    [
      'on another target',
      ['pages/one.md', '--to', 'kubernetes-job', '--target', 'auto'],
      'Allowed choices are sandbox, cluster.',
    ],
    [
      'with what is not there',
      ['pages/one.md', '--to', 'kubernetes-job', '--image', image, '--include', 'nothing.txt'],
      'There is no `nothing.txt` to go along',
    ],
    ['of several pages to a script', ['pages/one.md', 'pages/two.md', '--to', 'bash'], 'is not one file'],
  ] as const)('is refused %s', async ([, args, message]) => {
    const { code, stderr } = await runHere(['export', ...args], { cwd: shards });
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
