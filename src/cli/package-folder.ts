import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Of the installed package, or of the repository where the sources run: the nearest folder above with a package.json. */
export function packageFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}
