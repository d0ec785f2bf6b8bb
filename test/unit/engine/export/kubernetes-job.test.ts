import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { ExportRequest } from '../../../../src/engine/export/exporter.ts';
import { kubernetesJob } from '../../../../src/engine/export/kubernetes-job/kubernetes-job.ts';
import { loadRunbook, resolveBeside } from '../../../../src/engine/load.ts';
import type { Diagnostic } from '../../../../src/engine/model/diagnostic.ts';
import { plan } from '../../../../src/engine/plan/plan.ts';
import { admit } from '../../../../src/sandbox/apiserver/admission/admit.ts';
import type { KubeObject } from '../../../../src/sandbox/apiserver/store/object.ts';
import { kindOf } from '../../../helpers/clusters.ts';
import { expectGolden } from '../../../helpers/golden.ts';
import { pathOf } from './run-script.ts';

type Options = ExportRequest['options'];
type Volume = { readonly sources: readonly { readonly configMap: MapSource }[] };
type MapSource = { readonly name: string; readonly items: readonly Item[] };
type Item = { readonly key: string; readonly path: string; readonly mode?: number };

const shards = pathOf('export/shards');
const pages = ['pages/one.md', 'pages/two.md', 'pages/deep/three.md'];
const image = 'registry.example/runbook:1';

function made(
  names: readonly string[],
  options: Options = {},
  root = shards,
): string | readonly Diagnostic[] {
  const plans = names.map((file) => {
    const { runbook } = loadRunbook({ file, path: join(root, file) });
    return plan([runbook], { interactive: false }, resolveBeside).plan;
  });
  const exported = kubernetesJob.write({ plans, root, options: { image, ...options } });
  return 'text' in exported ? exported.text : exported.diagnostics;
}

function objectsOf(names: readonly string[], options: Options = {}, root = shards): readonly KubeObject[] {
  const text = made(names, options, root);
  if (typeof text !== 'string') throw new Error(JSON.stringify(text));
  return parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS() as KubeObject);
}

const messages = (names: readonly string[], options: Options, root = shards): readonly string[] => {
  const diagnostics = made(names, options, root);
  if (typeof diagnostics === 'string') throw new Error('nothing was refused');
  return diagnostics.map(({ message }) => message);
};

/** Path to text of what the pods find, as the volume puts it together. */
function shippedBy(objects: readonly KubeObject[]): Readonly<Record<string, Buffer>> {
  const job = objects.at(-1) as unknown as {
    spec: { template: { spec: { volumes: { projected: Volume }[] } } };
  };
  const maps = new Map(objects.slice(0, -1).map((object) => [object.metadata.name, object]));
  const sources = job.spec.template.spec.volumes[0]?.projected.sources ?? [];
  return Object.fromEntries(
    sources.flatMap(({ configMap: { name, items } }) =>
      items.map(({ key, path }) => [path, contentOf(maps.get(name) as KubeObject, key)]),
    ),
  );
}

function contentOf(map: KubeObject, key: string): Buffer {
  const { data = {}, binaryData = {} } = map as unknown as Record<string, Record<string, string> | undefined>;
  return data[key] === undefined ? Buffer.from(binaryData[key] ?? '', 'base64') : Buffer.from(data[key]);
}

describe('a Job of runbooks', () => {
  it('is what a person can read and change, and the same each time', () => {
    const text = made(pages, { shards: 2, namespace: 'docs', name: 'nightly' });
    expectGolden(
      String(text),
      new URL('../../../goldens/export/kubernetes-job/nightly.yaml', import.meta.url),
    );
    expect(made(pages, { shards: 2, namespace: 'docs', name: 'nightly' })).toBe(text);
  });

  it('is strictly valid, on a sandbox and on clusters', () => {
    const cluster = { target: 'cluster', kubeconfigSecret: 'clusters', envSecret: 'tokens' } as const;
    const objects = [...objectsOf(pages), ...objectsOf(pages, cluster)];
    for (const object of objects) {
      const metadata = { ...object.metadata, namespace: 'default', uid: 'u-1' };
      const now = new Date();
      expect(
        admit(kindOf(object), { ...object, metadata }, { fieldValidation: 'Strict', now }).warnings,
      ).toEqual([]);
    }
  });

  it('takes along what the pages name, whatever the target, and nothing else', () => {
    expect(Object.keys(shippedBy(objectsOf(pages)))).toEqual([
      'start.sh',
      'files/data/numbers.txt',
      'files/pages/count.sh',
      'files/pages/deep/three.md',
      'files/pages/manifests/dot.png',
      'files/pages/manifests/on.yaml',
      'files/pages/one.md',
      'files/pages/two.md',
      'files/pages/zero.md',
    ]);
  });

  it('keeps every file to the byte, and scripts executable', async () => {
    const objects = objectsOf(pages);
    const files = shippedBy(objects);
    expect(files['files/pages/manifests/dot.png']).toEqual(Buffer.from('\x89PNG\x00\xff', 'latin1'));
    expect(files['files/pages/manifests/on.yaml']?.toString()).toBe('"on": yes\ntime: 1:30\n');
    expect(JSON.stringify(objects.at(-1))).toContain('"path":"files/pages/count.sh","mode":493');
  });

  it('takes along what is asked for beyond that', () => {
    const objects = objectsOf(['pages/zero.md'], {
      include: [join(shards, 'README.md'), join(shards, 'data')],
    });
    expect(Object.keys(shippedBy(objects))).toEqual([
      'start.sh',
      'files/README.md',
      'files/data/numbers.txt',
      'files/pages/zero.md',
    ]);
  });

  it('of one page has it at the top, and one shard', () => {
    const objects = objectsOf(['pages/zero.md']);
    expect(Object.keys(shippedBy(objects))).toEqual(['start.sh', 'files/zero.md']);
    expect(objects.at(-1)?.spec).toMatchObject({ completions: 1, parallelism: 1 });
  });

  it('on clusters has their kubeconfig, and runs one shard after the other', () => {
    const objects = objectsOf(pages, { target: 'cluster', kubeconfigSecret: 'clusters' });
    const text = JSON.stringify(objects.at(-1));
    expect(objects.at(-1)?.spec).toMatchObject({ completions: 3, parallelism: 1 });
    expect(text).toContain('{"name":"KUBECONFIG","value":"/kubeconfig/config"}');
    expect(text).toContain('{"name":"kubeconfig","secret":{"secretName":"clusters"}}');
    expect(shippedBy(objects)['start.sh']?.toString()).toContain('--target cluster');
  });
});

it('has the variables of a Secret where one is named', () => {
  const objects = objectsOf(['pages/zero.md'], { envSecret: 'tokens' });
  expect(JSON.stringify(objects.at(-1))).toContain('"envFrom":[{"secretRef":{"name":"tokens"}}]');
  expect(String(made(['pages/zero.md']))).not.toContain('envFrom');
});

describe('many and large files', () => {
  async function withFiles<T>(sizes: readonly number[], use: (root: string) => T): Promise<T> {
    const root = await mkdtemp(join(tmpdir(), 'runbook-test-'));
    try {
      await mkdir(join(root, 'data'));
      await Promise.all(
        sizes.map((size, index) => writeFile(join(root, `data/${index}.txt`), 'x'.repeat(size))),
      );
      await writeFile(join(root, 'page.md'), '# Page\n\n## Step\n\n```bash\nls data\n# expect: 0.txt\n```\n');
      return await use(root);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  }

  it('are divided so that kubectl apply takes each ConfigMap, and lie in one volume', async () => {
    await withFiles([90_000, 90_000, 90_000, 150_000], (root) => {
      const objects = objectsOf(['page.md'], {}, root);
      const maps = objects.filter(({ kind }) => kind === 'ConfigMap');
      expect(maps.map(({ metadata }) => metadata.name)).toEqual(['runbooks-1', 'runbooks-2', 'runbooks-3']);
      for (const map of maps) expect(JSON.stringify(map).length).toBeLessThan(256 * 1024);
      expect(shippedBy(objects)['files/data/3.txt']).toHaveLength(150_000);
    });
  });

  it('are refused where one of them is more than a ConfigMap holds, at the block that names it', async () => {
    await withFiles([1024 * 1024 + 1], (root) => {
      const [refused] = made(['page.md'], {}, root) as readonly Diagnostic[];
      expect(refused?.message).toBe('The file `data/0.txt` has 1048577 bytes; a ConfigMap holds 1048576.');
      expect(refused?.span?.start.line).toBe(5);
    });
  });
});

describe('options that do not go together are refused:', () => {
  it.for([
    ['no image', { image: '' }, 'The Job has no image'],
    ['clusters without a kubeconfig', { target: 'cluster' }, 'The Job has no kubeconfig for its clusters'],
    [
      'a kubeconfig without clusters',
      { kubeconfigSecret: 'a' },
      '`--kubeconfig-secret` is for `--target cluster`',
    ],
    ['a name with a capital', { name: 'Nightly' }, '`Nightly` cannot be a name in Kubernetes'],
    [
      'a long name',
      { name: 'n'.repeat(62) },
      `\`${'n'.repeat(62)}\` is too long: pods are called \`${'n'.repeat(62)}-2\`, with at most 63 characters`,
    ],
    ['more shards than runbooks', { shards: 4 }, 'There are more shards (4) than runbooks (3)'],
    [
      'more pods than shards',
      { shards: 2, parallelism: 3 },
      'More pods at a time (3) than shards (2) cannot be',
    ],
  ] as const)('%s', ([, options, message]) => {
    expect(messages(pages, options)).toEqual([message]);
  });
});
