import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';

/** The other pages in the folder of a page, by their file names. */
export function pagesBeside(path: string): readonly string[] {
  try {
    return readdirSync(dirname(path)).filter((name) => /\.mdx?$/.test(name) && name !== basename(path));
  } catch {
    return [];
  }
}
