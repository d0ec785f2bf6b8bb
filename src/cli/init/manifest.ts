import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { RunbookError } from '../../engine/diagnostics/error.ts';

/** What a package.json depends on, in whatever way, with the versions. @throws RunbookError when it is no JSON object. */
export function dependenciesOf(path: string): ReadonlyMap<string, string> {
  const manifest = readManifest(path);
  const groups = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
  return new Map(groups.flatMap((group) => entriesOf(manifest[group])));
}

function entriesOf(value: unknown): readonly (readonly [name: string, version: string])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([name, version]) => [name, String(version)]);
}

function readManifest(path: string): Readonly<Record<string, unknown>> {
  const name = basename(path);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw unreadable(`The file \`${name}\` cannot be read: ${reasonOf(cause)}`, cause);
  }
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch (cause) {
    throw unreadable(`The file \`${name}\` is no JSON: ${reasonOf(cause)}`, cause);
  }
  throw unreadable(`The file \`${name}\` holds no JSON object`);
}

function reasonOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).replace(/, \w+(?: '.*')?$/, '');
}

function unreadable(message: string, cause?: unknown): RunbookError {
  const hint = 'Fix it first: npm could not read it either.';
  return new RunbookError([{ code: 'cli/unreadable-file', severity: 'error', message, hint }], { cause });
}
