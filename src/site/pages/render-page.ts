import { readFileSync } from 'node:fs';
import type { Root } from 'mdast';
import { VFile } from 'vfile';
import { readTree } from '../../engine/parse/markdown-tree.ts';
import type { RemarkRunbookOptions, RunbookData } from '../page.ts';
import { renderRunbook } from '../remark-runbook.ts';

/** A page as it is to be shown, as a tree of Markdown; `runbook` is there if it is one. */
export type RenderedPage = {
  readonly path: string;
  readonly tree: Root;
  readonly file: VFile;
  readonly options: RemarkRunbookOptions;
  readonly runbook?: RunbookData;
};

/**
 * Reads a page from disk and renders it, without any generator.
 * @throws VFileMessage where `runbook exec` would refuse it, or its record doesn't hold for it.
 */
export function renderPage(path: string, options: RemarkRunbookOptions): RenderedPage {
  const file = new VFile({ path, value: readFileSync(path, 'utf8') });
  const tree = readTree(String(file.value));
  renderRunbook(tree, file, options);
  const { runbook } = file.data;
  return { path, tree, file, options, ...(runbook ? { runbook } : {}) };
}
