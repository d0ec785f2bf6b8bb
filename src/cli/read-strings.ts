import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { nearest } from '../engine/diagnostics/nearest.ts';
import { english } from '../site/strings.ts';
import { type Translations, unknownKey } from '../site/wording.ts';
import { usageError } from './usage-error.ts';

/** Reads a site's strings. @throws RunbookError for a file that is none, and for a key that no page has. */
export function readStrings(file: string, cwd: string): Translations {
  let value: unknown;
  try {
    value = parse(readFileSync(resolve(cwd, file), 'utf8'));
  } catch (error) {
    const [why] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw usageError(`\`${file}\` cannot be read: ${why}`, 'Write `key: "text"` lines of YAML.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw usageError(`\`${file}\` has no keys`, 'Write `key: "text"` lines of YAML.');
  const unknown = unknownKey(value);
  const near = unknown === undefined ? undefined : nearest(unknown, Object.keys(english));
  if (unknown !== undefined)
    throw usageError(
      `\`${file}\` has a key that no page has, \`${unknown}\``,
      near ? `Did you mean \`${near}\`?` : '`english` of `runbook/remark` has all keys.',
    );
  for (const [key, text] of Object.entries(value))
    if (typeof text !== 'string')
      throw usageError(`\`${key}\` in \`${file}\` has to be text`, 'Put it into quotes.');
  return value as Translations;
}
