import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VFile } from 'vfile';
import { orphanedRecords } from '../engine/record/orphaned-records.ts';
import type { Page, RemarkRunbookOptions } from './page.ts';
import { readPage } from './read-page.ts';
import { asAsked, report } from './report.ts';

/** What a folder's pages are asked for. */
type FolderOptions = RemarkRunbookOptions & { readonly root: string };

/**
 * Every runbook below `root`, judged as a build judges it. Generators keep pages that haven't changed from one build to
 * the next, and so never see that a record has; this looks at each, each time.
 * @throws VFileMessage at the first page that `runbook exec` would refuse, or that its record doesn't hold for.
 */
export function readFolder(options: FolderOptions): readonly Page[] {
  for (const found of orphanedRecords([options.root], process.cwd()))
    report(new VFile({ path: found.span?.file ?? options.root }), asAsked([found], options));
  return pagePaths(options.root).flatMap((path) => {
    const file = new VFile({ path, value: readFileSync(path, 'utf8') });
    return readPage(file, options) ?? [];
  });
}

/** Absolute paths of the pages below a folder, in order; not those of packages and of what was built. */
function pagePaths(root: string): readonly string[] {
  const exclude = ['**/node_modules/**', '**/.*/**', '**/dist/**', '**/build/**'];
  return globSync('**/*.{md,mdx}', { cwd: root, exclude })
    .toSorted()
    .map((name) => join(root, name));
}

/** What changes whenever a record does, whatever else stays as it is. */
export function evidenceOf(root: string): string {
  const records = globSync('**/*.record.json', { cwd: root, exclude: ['**/node_modules/**'] }).toSorted();
  return records.map((name) => readFileSync(join(root, name), 'utf8')).join('\n');
}
