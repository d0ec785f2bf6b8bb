import { posix } from 'node:path';
import { FileError } from '../files/entry.ts';
import type { FileTree } from '../files/file-tree.ts';
import { isPattern, patternSource, type Stretch } from './pattern.ts';

/** Paths that a pattern stands for, in their order; none when nothing fits. */
export function globFiles(stretches: readonly Stretch[], tree: FileTree, cwd: string): readonly string[] {
  const parts = splitAtSlashes(stretches);
  const absolute = stretches[0]?.text.startsWith('/') ?? false;
  let found = [absolute ? '/' : ''];
  for (const part of parts) {
    if (part.every(({ text }) => text === '')) continue;
    found = found.flatMap((base) => below(base, part, tree, cwd));
  }
  return found.map((path) => (absolute ? path : path.replace(/^\/+/, ''))).toSorted();
}

function below(base: string, part: readonly Stretch[], tree: FileTree, cwd: string): string[] {
  const join = (name: string): string => (base === '' ? name : posix.join(base, name));
  if (!isPattern(part)) {
    const path = join(part.map(({ text }) => text).join(''));
    return exists(tree, posix.resolve(cwd, path)) ? [path] : [];
  }
  const regex = new RegExp(`^${patternSource(part, { path: true })}$`);
  const hidden = part[0]?.text.startsWith('.') ?? false;
  try {
    const names = tree.list(posix.resolve(cwd, base || '.'));
    return names.filter((name) => regex.test(name) && (hidden || !name.startsWith('.'))).map(join);
  } catch (error) {
    if (error instanceof FileError && !error.message.startsWith('sandbox:')) return [];
    throw error;
  }
}

function exists(tree: FileTree, path: string): boolean {
  return tree.stat(path, false) !== undefined;
}

function splitAtSlashes(stretches: readonly Stretch[]): readonly (readonly Stretch[])[] {
  const parts: Stretch[][] = [[]];
  for (const { text, literal } of stretches) {
    const [first = '', ...rest] = text.split('/');
    parts.at(-1)?.push({ text: first, literal });
    for (const next of rest) parts.push([{ text: next, literal }]);
  }
  return parts;
}
