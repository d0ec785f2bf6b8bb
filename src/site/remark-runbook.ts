import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Code, Nodes, Root } from 'mdast';
import type { Plugin } from 'unified';
import type { Block, Runbook } from '../engine/model/runbook.ts';
import { parse } from '../engine/parse/parse.ts';
import { driftOf } from '../engine/record/drift.ts';
import { loadRecord } from '../engine/record/load-record.ts';
import { alert } from './alerts.ts';
import { code, element, text } from './element.ts';
import { pageLink, slugOf } from './links.ts';
import { showBlock } from './show-block.ts';
import { type Outputs, outputsOf, showOutput } from './show-output.ts';
import { walk } from './walk.ts';

/** `root` is the absolute folder of the runbooks; `page` gives the site's address of `labs/lab2`. */
type RemarkRunbookOptions = { readonly root: string; readonly page: (slug: string) => string };

type PageFile = Parameters<ReturnType<Plugin<[RemarkRunbookOptions], Root>> & object>[1];

/**
 * Renders runbooks: what a page shows comes from the parse that `runbook exec` runs. A runbook that `exec` would
 * refuse fails the build, at the same line and column. Files outside `root` only get their alerts.
 */
export const remarkRunbook: Plugin<[RemarkRunbookOptions], Root> = (options) => (tree, file) => {
  const runbook = file.path.startsWith(options.root) ? read(file) : undefined;
  if (runbook) prepare(tree, file, runbook, options);
  walk(tree, (node) => {
    if (node.type === 'link') node.url = pageLink(node.url, file.path, options);
    return undefined;
  });
  const outputs: Outputs = runbook ? outputsOf(runbook) : new Map();
  walk(tree, (node) => {
    const shown = render(node, runbook, outputs);
    return shown && [shown];
  });
};

function read(file: PageFile): Runbook {
  const source = {
    file: relative(process.cwd(), file.path),
    path: file.path,
    text: readFileSync(file.path, 'utf8'),
  };
  const { runbook, diagnostics } = parse(source);
  const { record, diagnostics: unreadable } = loadRecord(source);
  const drift = record ? driftOf(runbook, record) : [];
  for (const { code: ruleId, severity, message, hint, span, diff } of [
    ...diagnostics,
    ...unreadable,
    ...drift,
  ]) {
    const place = span && { start: span.start, end: span.end };
    const reason = [hint ? `${message} ${hint}` : message, ...(diff ? [diff] : [])].join('\n');
    const about = { ...(place ? { place } : {}), source: 'runbook', ruleId };
    if (severity === 'error') file.fail(reason, about);
    file.message(reason, about);
  }
  return runbook;
}

/** The page's own title replaces the document's first heading; a line under it says how to run the page. */
function prepare(tree: Root, file: PageFile, runbook: Runbook, options: RemarkRunbookOptions): void {
  const slug = slugOf(options.root, file.path);
  const astro = (file.data as { astro?: { frontmatter?: Record<string, unknown> } }).astro;
  if (astro?.frontmatter) astro.frontmatter.slug = slug;
  const heading = tree.children.findIndex((node) => node.type === 'heading' && node.depth === 1);
  if (heading >= 0) tree.children.splice(heading, 1);
  const needs = runbook.meta.requires.length > 0 ? [text(`, after ${runbook.meta.requires.join(', ')}`)] : [];
  const run = [text('Run this page: '), code(`npx runbook exec ${slug}.md`), ...needs, text('.')];
  tree.children.unshift(element('p', { className: 'rb-run' }, run));
}

function render(node: Nodes, runbook: Runbook | undefined, outputs: Outputs): Nodes | undefined {
  if (node.type === 'blockquote') return alert(node);
  if (node.type !== 'code' || !runbook) return undefined;
  const line = node.position?.start.line ?? 0;
  if (outputs.has(line)) return showOutput(node, outputs.get(line));
  const block = blockAt(runbook, node);
  if (!block) return undefined;
  const { name } = block.options;
  const taken = runbook.steps.some((step) => step.id === name);
  return showBlock(block, node, taken ? undefined : name);
}

function blockAt(runbook: Runbook, node: Code): Block | undefined {
  const line = node.position?.start.line;
  return runbook.steps.flatMap((step) => step.blocks).find((block) => block.span.start.line === line);
}
