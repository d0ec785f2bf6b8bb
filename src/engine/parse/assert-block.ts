import type { Document, ParsedNode } from 'yaml';
import { isAnything } from '../expectations/contains.ts';
import { isMap } from '../expectations/json-map.ts';
import type { ParseProblem } from '../expectations/kind.ts';
import { calledOf, readObjectDocument } from '../expectations/object-document.ts';
import type { Expectation, ObjectArgs, Segment } from '../model/runbook.ts';
import { spanIn } from './block-text.ts';
import { type ClusterFence, clusterOf, documentsOf } from './cluster-fence.ts';
import { parseDuration } from './duration.ts';
import { recognise } from './recognise.ts';
import { yamlComments } from './yaml-comments.ts';

/** How long an object may take to become as asked when neither the fence nor the front matter says it. */
const defaultWithinMs = 30_000;

/** Reads objects that must be there, or with `absent` must not be: one statement, and an expectation for each document. */
export function readAssertBlock(fence: ClusterFence): readonly Segment[] {
  const { block, options, id } = fence;
  const cluster = clusterOf(fence);
  reportDirectives(fence);
  const expectations = documentsOf(fence).flatMap((document, index) =>
    readDocument(fence, document, index + 1),
  );
  if (cluster === undefined) return [];
  const manifest = block.text.trimEnd();
  const namespace = options.get('namespace')?.value;
  const action = {
    kind: 'assert',
    manifest,
    cluster,
    ...(namespace === undefined ? {} : { namespace }),
    absent: options.has('absent'),
  } as const;
  return [{ statements: [{ id, action, span: spanIn(block, 0, manifest.length) }], expectations }];
}

/** The YAML is the check: lines that look like further ones would be none. */
function reportDirectives({ block, report }: ClusterFence): void {
  for (const { text, span, trailing, inside } of yamlComments(block)) {
    const { kind } = recognise(text);
    const isDirective = kind === 'expect' || kind === 'wait';
    if (!isDirective && !(kind === 'lookalike' && trailing)) continue;
    report({
      code: inside ? 'parse/expectation-in-data' : 'parse/misplaced-expectation',
      severity: inside ? 'warning' : 'error',
      span,
      message: `\`${text}\` checks nothing here: in an assert block the YAML itself is what must hold.`,
      hint: 'Write the field and its value into the YAML, how long it may take as `within=60s` into the fence.',
    });
  }
}

function readDocument(
  fence: ClusterFence,
  document: Document.Parsed<ParsedNode>,
  number: number,
): readonly Expectation<ObjectArgs>[] {
  const { block, options } = fence;
  const read = readObjectDocument(document);
  const problem = 'problem' in read ? read.problem : placeProblem(fence, read.document, document);
  if (problem || 'problem' in read) {
    if (problem) reportProblem(fence, problem);
    return [];
  }
  const namespace = read.document.namespace ?? options.get('namespace')?.value;
  const placed = { ...read.document, ...(namespace === undefined ? {} : { namespace }) };
  const [from, end] = document.contents?.range ?? [0, 0];
  const source = block.text.slice(from, end).trimEnd();
  const forMs = parseDuration(options.get('for')?.value ?? '');
  return [
    {
      kind: 'object',
      args: {
        document: number,
        called: calledOf(placed),
        ...placed,
        ...(options.has('unordered') ? { unordered: true } : {}),
      },
      negated: options.has('absent'),
      stream: 'stdout',
      withinMs: fence.withinMs ?? defaultWithinMs,
      ...(forMs === undefined ? {} : { forMs }),
      text: source,
      source,
      span: spanIn(block, from, from + source.length),
    },
  ];
}

type Read = { readonly object: ObjectArgs['object']; readonly namespace?: string; readonly kind: string };

/** What is wrong with a document because of where it stands, or because nothing tells which object it means. */
function placeProblem(
  { options }: ClusterFence,
  { object, namespace, kind }: Read,
  { contents }: Document.Parsed<ParsedNode>,
): ParseProblem | undefined {
  const from = contents?.range[0] ?? 0;
  const asked = options.get('namespace')?.value;
  if (asked !== undefined && namespace !== undefined && asked !== namespace) {
    const message = `The object is in namespace \`${namespace}\`, the fence says \`${asked}\`.`;
    return { code: 'parse/bad-manifest', message, hint: 'Keep one of them.', from, to: from };
  }
  if (options.has('absent') || asksMoreThanKind(object)) return undefined;
  const message = `Nothing tells which ${kind} is meant: any would do.`;
  const hint = 'Add `metadata.name`, labels, or another field that it must have.';
  return { code: 'parse/empty-expectation', message, hint, from, to: from };
}

function asksMoreThanKind({
  apiVersion: _,
  kind: __,
  metadata = {},
  ...rest
}: ObjectArgs['object']): boolean {
  const { namespace: ___, name, ...more } = isMap(metadata) ? metadata : {};
  const isNamed = name !== undefined && !isAnything(name);
  return isNamed || Object.keys({ ...more, ...rest }).length > 0;
}

/** A problem without an end is one of the whole document: its first line is shown. */
function reportProblem({ block, report }: ClusterFence, { from, to, ...problem }: ParseProblem): void {
  const newline = block.text.indexOf('\n', from);
  const end = to > from ? to : newline < 0 ? block.text.length : newline;
  report({ severity: 'error', ...problem, span: spanIn(block, from, end) });
}
