import { execa } from 'execa';
import type { Code, Paragraph, Root } from 'mdast';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { VFile } from 'vfile';
import { describe, expect, it } from 'vitest';
import { applyManifest } from '../../src/engine/kube/apply.ts';
import { parse } from '../../src/engine/parse.ts';
import { remarkRunbook } from '../../src/remark.ts';
import { applyOf } from '../../src/site/manifest-files.ts';
import { walk } from '../../src/site/walk.ts';
import { patienceMs } from '../helpers/patience.ts';
import { clusterOfThisFile } from './target.ts';

const cluster = clusterOfThisFile();

const page = (fence: string, manifest: string) =>
  `---\nclusters: { CLUSTER1: one }\n---\n\n# Page\n\n\`\`\`yaml apply cluster=$CLUSTER1 namespace=$SPACE${fence}\n${manifest}\`\`\`\n`;

const map = (name: string, value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  key: ${value}\n`;

/** What a page's button for copying gives: the lines around the panel, and the panel. */
async function copiedFrom(markdown: string): Promise<string> {
  const pipeline = unified().use(remarkParse).use(remarkRunbook, { root: '/' });
  const file = new VFile({ path: '/page.md', value: markdown });
  const tree = (await pipeline.run(pipeline.parse(file), file)) as Root;
  const copied: string[] = [];
  walk(tree, (node) => {
    const { dataRunbookBefore, dataRunbookAfter } =
      (
        node.data as Paragraph['data'] & {
          readonly hProperties?: Record<string, string>;
        }
      )?.hProperties ?? {};
    if (dataRunbookBefore === undefined) return;
    const [panel] = (node as Paragraph).children as unknown as readonly Code[];
    copied.push([dataRunbookBefore, panel?.value, dataRunbookAfter].join('\n'));
  });
  expect(copied).toHaveLength(1);
  return copied[0] ?? '';
}

/** What a reader has who pastes the command into a shell. */
async function paste(command: string) {
  const { kubeconfig, context, namespace } = cluster();
  const env = { KUBECONFIG: kubeconfig, CLUSTER1: context, SPACE: namespace };
  return execa('bash', ['-c', command], { env, reject: false });
}

/** What a run does with the block. */
async function run(markdown: string) {
  const { runbook } = parse({ text: markdown, file: 'page.md', path: '/page.md' });
  const [block] = runbook.steps.flatMap(({ blocks }) => blocks);
  const action = block && applyOf(block);
  if (block === undefined || action === undefined) throw new Error('no manifest');
  const { kubeconfig, context, namespace } = cluster();
  const where = {
    kubeconfig,
    context,
    namespace,
    timeoutMs: patienceMs,
    signal: new AbortController().signal,
  };
  const force = action.force === undefined ? {} : { force: action.force };
  return applyManifest({ ...where, ...force, manifest: action.manifest, at: block.span });
}

async function stored(name: string) {
  const { namespace, kubectl } = cluster();
  const text = await kubectl([
    '-n',
    namespace,
    'get',
    'configmap',
    name,
    '-o',
    'json',
    '--show-managed-fields',
  ]);
  const { metadata, data } = JSON.parse(text) as {
    readonly metadata: {
      readonly resourceVersion: string;
      readonly managedFields: readonly { readonly manager: string; readonly operation: string }[];
    };
    readonly data: object;
  };
  const managers = metadata.managedFields.map(({ manager, operation }) => `${manager} ${operation}`);
  return { version: metadata.resourceVersion, managers, data };
}

describe('the command that a page gives for a manifest', () => {
  it('does what the run did: after the one the other changes nothing', async () => {
    const first = page('', map('run-first', 'one'));
    expect((await run(first)).applied?.map(({ result }) => result)).toEqual(['created']);
    const made = await stored('run-first');
    expect(made.managers).toEqual(['runbook Apply']);
    const pasted = await paste(await copiedFrom(first));
    expect(pasted.stdout, pasted.stderr).toBe('configmap/run-first serverside-applied');
    expect(await stored('run-first')).toEqual(made);

    const second = page('', map('pasted-first', 'one'));
    await paste(await copiedFrom(second));
    expect((await run(second)).applied?.map(({ result }) => result)).toEqual(['unchanged']);
  });

  it('takes over what another manager has set, as the run does', async () => {
    const { namespace, kubectl } = cluster();
    const theirs = ['--from-literal=key=theirs', '--field-manager=gitops'];
    await kubectl(['-n', namespace, 'create', 'configmap', 'owned-by-other', ...theirs]);
    const pasted = await paste(await copiedFrom(page('', map('owned-by-other', 'ours'))));
    expect(pasted.exitCode, pasted.stderr).toBe(0);
    expect((await stored('owned-by-other')).data).toEqual({ key: 'ours' });
  });

  it('is a conflict where the run’s is one', async () => {
    const { namespace, kubectl } = cluster();
    const theirs = ['--from-literal=key=theirs', '--field-manager=gitops'];
    await kubectl(['-n', namespace, 'create', 'configmap', 'kept-by-other', ...theirs]);
    const taught = page(' force=false', map('kept-by-other', 'ours'));
    expect((await run(taught)).applied?.map(({ result }) => result)).toEqual(['conflict']);
    const pasted = await paste(await copiedFrom(taught));
    expect(pasted.exitCode).toBe(1);
    expect(pasted.stderr).toContain('conflict with "gitops"');
    expect((await stored('kept-by-other')).data).toEqual({ key: 'theirs' });
  });

  it('refuses a misspelt field, as the run does', async () => {
    const wrong = page('', map('misspelt', 'one').replace('\ndata:', '\ndta:'));
    expect((await run(wrong)).applied?.map(({ result }) => result)).toEqual(['failed']);
    const pasted = await paste(await copiedFrom(wrong));
    expect(pasted.exitCode).toBe(1);
    expect(pasted.stderr).toContain('dta');
  });
});
