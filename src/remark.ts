/** `runbook/remark`: runbooks in any remark pipeline, as `exec` reads them. */
export { manifestFiles } from './site/manifest-files.ts';
export type { RemarkRunbookOptions, RunbookData, RunbookMark } from './site/page.ts';
export { remarkRunbook } from './site/remark-runbook.ts';
