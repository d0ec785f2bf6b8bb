import { globSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import { hasPage } from '../engine/record/load-records.ts';
import { pageStems } from '../engine/record/record-name.ts';

const ending = /\.record\.json$/;

/** Records below folders whose page is not there: it was renamed or removed, and what it claims is nobody's. */
export function orphanedRecords(names: readonly string[], cwd: string): readonly Diagnostic[] {
  const folders = names
    .flatMap((name) => [resolve(cwd, name), resolve(cwd, 'runbooks', name)])
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory());
  const records = folders.flatMap((folder) =>
    globSync('**/*.record.json', { cwd: folder, exclude: (name) => name === 'node_modules' }).map((name) =>
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
