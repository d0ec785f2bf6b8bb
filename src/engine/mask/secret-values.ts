import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isSecretName, isSecretValue } from './secret-names.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Values of variables that must not be shown: of those that were `declared` secret, and of those that are by their
 * name. What such a name leads to when its value is a file's name is in the file: that is looked for from `folder`.
 */
export function secretValues(
  variables: Variables,
  { declared, folder }: { readonly declared: readonly string[]; readonly folder: string },
): readonly string[] {
  const named = new Set(declared);
  return Object.entries(variables).flatMap(([name, value = '']) => {
    const hidden = named.has(name) || (isSecretName(name) && isSecretValue(value) && !isFile(value, folder));
    return hidden && value !== '' ? [value] : [];
  });
}

/** Only what looks like a path: any word may be the name of a file. */
function isFile(value: string, folder: string): boolean {
  return (
    /^(?:~|\.{0,2})\/[^\n]*$/.test(value) &&
    existsSync(resolve(folder, value.replace(/^~/, process.env.HOME ?? '~')))
  );
}
