/** `runbook/remark`: runbooks in any remark pipeline, as `exec` reads them. */
import type { RemarkRunbookOptions } from './site/page.ts';
import { remarkRunbook as plugin } from './site/remark-runbook.ts';

export { rehypeDiagram } from './site/diagram/rehype-diagram.ts';
export { manifestFiles } from './site/manifest-files.ts';
export type { RemarkRunbookOptions, RunbookData, RunbookMark } from './site/page.ts';
export { english } from './site/strings.ts';

/** Of a plugin, as much as unified asks for; as methods, since a tree of Markdown is more than a node. */
type RemarkPlugin = {
  attach(this: object, options?: RemarkRunbookOptions): Transformer['transform'];
};

type Transformer = { transform(tree: { readonly type: string }, file: object): void };

/**
 * Renders runbooks in any remark pipeline: what a page shows comes from the parse that `runbook exec` runs. The parsed
 * runbook and its record are left in `file.data.runbook` (`RunbookData`), and each node that is a step, a block or
 * expected output says so in `data.runbook` (`RunbookMark`). A runbook that `exec` would refuse, or that differs from its
 * record, fails the file, at the same line and column. Files outside `root` only get their alerts and links.
 *
 * Its type names no package, so that this one needs none; TypeScript learns what is left behind by
 * `declare module 'vfile' { interface DataMap { runbook: RunbookData } }`.
 */
export const remarkRunbook: RemarkPlugin['attach'] = plugin;

/** The same, for settings that name a plugin by its package: `remarkPlugins: [['runbook/remark', options]]`. */
export default remarkRunbook;
