import { isMap, isScalar, isSeq, type ParsedNode, type YAMLMap } from 'yaml';
import { yamlProblem } from '../expectations/object-document.ts';
import type { Segment } from '../model/runbook.ts';
import { withoutWords, withWords } from '../shell/braced-variables.ts';
import { spanIn } from './block-text.ts';
import { type ClusterFence, clusterOf, documentsOf } from './cluster-fence.ts';
import type { PendingLine } from './group.ts';
import { readManifestExpectations } from './manifest-expectations.ts';
import { endOfYaml } from './yaml-comments.ts';

/** `directives` are the lines that say what is expected. */
type ManifestBlock = {
  readonly segments: readonly Segment[];
  readonly directives: readonly PendingLine[];
};

/** Reads a manifest to apply: one statement, judged by the `# expect` lines at its end. */
export function readManifestBlock(fence: ClusterFence): ManifestBlock {
  const { block, options, id } = fence;
  const manifest = block.text.slice(0, endOfYaml(block));
  const cluster = clusterOf(fence);
  const objects = readObjects(fence);
  const { expectations, directives } = readManifestExpectations(fence, objects);
  if (cluster === undefined) return { segments: [], directives };
  const namespace = options.get('namespace')?.value;
  const action = {
    kind: 'apply',
    manifest,
    cluster,
    ...(namespace === undefined ? {} : { namespace }),
    delete: options.has('delete'),
    ...(options.get('force')?.value === 'false' ? { force: false as const } : {}),
  } as const;
  const span = spanIn(block, 0, manifest.trimEnd().length);
  return { segments: [{ statements: [{ id, action, span }], expectations }], directives };
}

/** Checks the documents, and gives the objects in them by kind and name: `deployment.apps/web`. */
function readObjects(fence: ClusterFence): readonly string[] {
  const { block, report } = fence;
  const bad = (message: string, hint: string | undefined, from: number, to: number) =>
    report({
      code: 'parse/bad-manifest',
      severity: 'error',
      message,
      span: spanIn(block, from, to),
      ...(hint === undefined ? {} : { hint }),
    });
  // A variable stands for a value, of which nothing is known but that there is one.
  return documentsOf(fence, withWords(block.text)).flatMap(({ contents, errors }) => {
    for (const error of errors.slice(0, 1)) {
      const { message, hint, from, to } = yamlProblem(error, block.text);
      bad(message, hint, from, to);
    }
    if (errors.length > 0 || contents === null) return [];
    const missing = missingField(contents);
    const line = block.text.indexOf('\n', contents.range[0]);
    const end = line < 0 ? contents.range[1] : Math.min(line, contents.range[1]);
    const hint = 'Every object begins with `apiVersion`, `kind` and `metadata`.';
    if (missing) bad(`The object has no \`${missing}\`.`, hint, contents.range[0], end);
    return namesIn(contents).map((name) => withoutWords(name, block.text));
  });
}

function missingField(contents: ParsedNode): string | undefined {
  if (!isMap(contents)) return 'apiVersion';
  return ['apiVersion', 'kind'].find((key) => textAt(contents, key) === undefined);
}

/** What an object is called, `deployment.apps/web`, or the objects in a List. */
function namesIn(contents: unknown): readonly string[] {
  if (!isMap(contents)) return [];
  const [kind, apiVersion] = [textAt(contents, 'kind'), textAt(contents, 'apiVersion')];
  const items = contents.get('items', true);
  if (kind === 'List') return isSeq(items) ? items.items.flatMap(namesIn) : [];
  const name = contents.getIn(['metadata', 'name']);
  const group = apiVersion?.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  return kind !== undefined && typeof name === 'string' ? [`${kind.toLowerCase()}${group}/${name}`] : [];
}

function textAt(contents: YAMLMap, key: string): string | undefined {
  const value = contents.get(key, true);
  return isScalar(value) && typeof value.value === 'string' ? value.value : undefined;
}
