import { globSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import { hasPage } from './load-records.ts';
import { pageStems } from './record-name.ts';

const ending = /\.record\.json$/;

/** Folders of packages and of what was built hold no pages of ours. */
const left: ReadonlySet<string> = new Set(['node_modules', 'dist', 'build']);

/**
 * Records in and below folders whose page is not there: it was renamed or removed, and what they claim is nobody's.
 * `folders` are absolute; the records are named as seen from `cwd`.
 */
export function orphanedRecords(folders: readonly string[], cwd: string): readonly Diagnostic[] {
  const records = folders.flatMap((folder) =>
    globSync('**/*.record.json', { cwd: folder, exclude: (name) => left.has(name) }).map((name) =>
      join(folder, name),
    ),
  );
  return [...new Set(records)]
    .filter(isOrphan)
    .toSorted()
    .map((path) => orphan(relative(cwd, path)));
}

const isOrphan = (path: string): boolean => !pageStems(path).some(hasPage);

function orphan(file: string): Diagnostic {
  const page = file.replace(ending, '.md');
  const start = { line: 1, column: 1, offset: 0 };
  return {
    code: 'record/without-page',
    severity: 'error',
    message: `There is no \`${page}\` that this record could be of.`,
    span: { file, start, end: { ...start, column: 2, offset: 1 } },
    hint: `Remove it, or rename it with its page: \`git mv ${file} …\`.`,
  };
}
