import { isMap, isScalar, type ParsedNode, parseAllDocuments } from 'yaml';
import type { Expectation, Segment } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import type { Options } from './block-options.ts';
import { type BlockText, spanIn } from './block-text.ts';
import { parseDirective } from './directive.ts';
import { directiveWarnings } from './directive-lint.ts';
import { lookalikeProblem } from './problem.ts';
import { recognise } from './recognise.ts';
import type { Report } from './report.ts';

/** A `yaml apply` fence. `clusters` are the cluster variables of the front matter, in order. */
type ManifestFence = {
  readonly block: BlockText;
  readonly id: string;
  readonly options: Options;
  readonly clusters: readonly string[];
  readonly withinMs?: number | undefined;
  /** Where the opening fence stands. */
  readonly span: Span;
  readonly report: Report;
};

/** Reads a manifest to apply: one statement, judged by the `# expect` lines at its end. */
export function readManifestBlock(fence: ManifestFence): readonly Segment[] {
  const manifest = fence.block.text.slice(0, endOfYaml(fence.block));
  const cluster = clusterOf(fence);
  reportDocuments(fence);
  const expectations = readExpectations(fence);
  if (cluster === undefined) return [];
  const namespace = fence.options.get('namespace')?.value;
  const action = {
    kind: 'apply',
    manifest,
    cluster,
    ...(namespace === undefined ? {} : { namespace }),
    delete: fence.options.has('delete'),
  } as const;
  const span = spanIn(fence.block, 0, manifest.trimEnd().length);
  return [{ statements: [{ id: fence.id, action, span }], expectations }];
}

function clusterOf({ options, clusters, span, report }: ManifestFence): string | undefined {
  const option = options.get('cluster');
  const first = clusters[0];
  if (!option?.value) {
    if (first) return `$${first}`;
    const message = 'Nothing says which cluster this manifest is for.';
    const hint = 'Add `cluster=$NAME`, with NAME from `clusters:` of the front matter.';
    report({ code: 'parse/missing-option', severity: 'error', message, span, hint });
    return undefined;
  }
  const name = /^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))$/.exec(option.value);
  const variable = name?.[1] ?? name?.[2];
  if (variable && !clusters.includes(variable)) {
    const known = clusters.map((each) => `\`$${each}\``).join(', ');
    const message = `\`${option.value}\` is not a cluster of the front matter.`;
    const hint = known
      ? `Use one of ${known}.`
      : `Add \`clusters: { ${variable}: my-context }\` to the front matter.`;
    report({ code: 'parse/unknown-cluster', severity: 'error', message, span: option.span, hint });
  }
  return option.value;
}

function reportDocuments({ block, report, span }: ManifestFence): void {
  const bad = (message: string, place: Span, hint: string) =>
    report({ code: 'parse/bad-manifest', severity: 'error', message, span: place, hint });
  const documents = parseAllDocuments<ParsedNode>(block.text, { prettyErrors: false });
  if (
    !Array.isArray(documents) ||
    documents.every((document) => document.contents === null && document.errors.length === 0)
  ) {
    bad('The manifest is empty.', span, 'Write the object below the fence, or remove the fence.');
    return;
  }
  for (const { contents, errors } of documents) {
    for (const error of errors.slice(0, 1)) {
      const message = `The manifest is not valid YAML: ${error.message.replace(/\.$/, '')}.`;
      bad(
        message,
        spanIn(block, error.pos[0], Math.max(error.pos[0] + 1, error.pos[1])),
        'Mend the YAML; texts with `: `, `#` or brackets in them need quotes.',
      );
    }
    if (errors.length > 0 || contents === null) continue;
    const missing = missingField(contents);
    const line = block.text.indexOf('\n', contents.range[0]);
    const end = line < 0 ? contents.range[1] : Math.min(line, contents.range[1]);
    const hint = 'Every object begins with `apiVersion`, `kind` and `metadata`.';
    if (missing) bad(`The object has no \`${missing}\`.`, spanIn(block, contents.range[0], end), hint);
  }
}

function missingField(contents: ParsedNode): string | undefined {
  if (!isMap(contents)) return 'apiVersion';
  return ['apiVersion', 'kind'].find((key) => {
    const value = contents.get(key, true);
    return !isScalar(value) || typeof value.value !== 'string';
  });
}

/** Where the YAML ends and the lines begin that are only comments, as an offset. */
function endOfYaml({ text, starts }: BlockText): number {
  const last = text.split('\n').findLastIndex((row) => row.trim() !== '' && !row.startsWith('#'));
  return starts[last + 1] ?? text.length;
}

/** Lines at the end that are comments or blank; comments further up belong to the YAML. */
function readExpectations(fence: ManifestFence): readonly Expectation[] {
  const { text, starts } = fence.block;
  const rows = text.split('\n');
  const end = endOfYaml(fence.block);
  return rows.flatMap((row, index) => {
    const comment = row.trim();
    const from = (starts[index] ?? 0) + row.indexOf('#');
    const read = comment.startsWith('#')
      ? readLine(fence, comment, { from, trailing: (starts[index] ?? 0) >= end, inside: /^\s/.test(row) })
      : undefined;
    return read ? [read] : [];
  });
}

type Line = { readonly from: number; readonly trailing: boolean; readonly inside: boolean };

function readLine(fence: ManifestFence, comment: string, line: Line): Expectation | undefined {
  const recognised = recognise(comment);
  if (recognised.kind === 'prose' || recognised.kind === 'arrow') return undefined;
  const at = (from: number, to: number) => spanIn(fence.block, line.from + from, line.from + to);
  const span = at(0, comment.length);
  if (!line.trailing) {
    if (recognised.kind === 'lookalike') return undefined;
    const severity = line.inside ? 'warning' : 'error';
    const code = line.inside ? 'parse/expectation-in-data' : 'parse/misplaced-expectation';
    const message = `\`${comment}\` stands inside the manifest, where it is not judged.`;
    fence.report({
      code,
      severity,
      span,
      message,
      hint: 'Move it to the end of the block, without indentation.',
    });
    return undefined;
  }
  if (recognised.kind === 'lookalike') {
    fence.report({ severity: 'error', ...lookalikeProblem(comment, recognised.fix, span) });
    return undefined;
  }
  if (recognised.kind === 'wait') {
    const hint = 'Write for example `# expect within 60s: Programmed=True`.';
    fence.report({
      code: 'parse/misplaced-wait',
      severity: 'error',
      span,
      message: `\`${comment}\` is for background commands.`,
      hint,
    });
    return undefined;
  }
  return readDirective(fence, comment, at);
}

function readDirective(
  fence: ManifestFence,
  comment: string,
  at: (from: number, to: number) => Span,
): Expectation | undefined {
  const result = parseDirective(comment);
  if ('problem' in result) {
    const { from, to, ...problem } = result.problem;
    fence.report({ severity: 'error', ...problem, span: at(from, to) });
    return undefined;
  }
  const { kindRule, ...directive } = result.directive;
  const span = at(0, comment.length);
  if (!kindRule.readsOutput || directive.kind === 'no-output' || directive.stream !== 'both') {
    const message = `\`${comment}\` makes no sense for a manifest: it is judged by what the API server answers.`;
    const hint = 'Write for example `# expect: created` or `# expect within 60s: Programmed=True`.';
    fence.report({ code: 'parse/misplaced-expectation', severity: 'error', span, message, hint });
    return undefined;
  }
  for (const { from, to, ...warning } of directiveWarnings(result.directive)) {
    fence.report({ severity: 'warning', span: at(from, to), ...warning });
  }
  const withinMs = directive.withinMs ?? fence.withinMs;
  return { ...directive, span, ...(withinMs === undefined ? {} : { withinMs }) };
}
