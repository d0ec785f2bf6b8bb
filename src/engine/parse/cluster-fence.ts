import { type Document, isScalar, type ParsedNode, parseAllDocuments } from 'yaml';
import type { Span } from '../model/source.ts';
import type { Options } from './block-options.ts';
import type { BlockText } from './block-text.ts';
import type { Report } from './report.ts';

/** A `yaml` fence that is for a cluster. `clusters` are the cluster variables of the front matter, in order. */
export type ClusterFence = {
  readonly block: BlockText;
  readonly id: string;
  readonly options: Options;
  readonly clusters: readonly string[];
  readonly withinMs?: number | undefined;
  /** Where the opening fence stands. */
  readonly span: Span;
  readonly report: Report;
};

/** The cluster that the fence names, else the first of the front matter; undefined, and reported, when there is none. */
export function clusterOf({ options, clusters, span, report }: ClusterFence): string | undefined {
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

/** The YAML documents of a block that are not empty; when there is none, that is reported. `text` is what is read of it. */
export function documentsOf(
  { block, report, span }: ClusterFence,
  text = block.text,
): readonly Document.Parsed<ParsedNode>[] {
  const read = parseAllDocuments<ParsedNode>(text, { prettyErrors: false, logLevel: 'error' });
  const documents = Array.isArray(read) ? read : [];
  const full = documents.filter(({ contents, errors }) => !isEmpty(contents) || errors.length > 0);
  if (full.length > 0) return full;
  const message = 'The manifest is empty.';
  const hint = 'Write the object below the fence, or remove the fence.';
  report({ code: 'parse/bad-manifest', severity: 'error', message, span, hint });
  return [];
}

function isEmpty(contents: ParsedNode | null): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}
