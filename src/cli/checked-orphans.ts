import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { orphanedRecords } from '../engine/record/orphaned-records.ts';
import type { CheckedFile } from './check-formats/checked.ts';

/** Records whose page is not there, in and below those names that are folders, as given or under `runbooks/`. */
export function checkedOrphans(names: readonly string[], cwd: string): readonly CheckedFile[] {
  const folders = names
    .flatMap((name) => [resolve(cwd, name), resolve(cwd, 'runbooks', name)])
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory());
  return orphanedRecords(folders, cwd).map((diagnostic) => ({
    file: diagnostic.span?.file ?? '',
    text: '',
    diagnostics: [diagnostic],
    plain: false,
    unchecked: false,
  }));
}
