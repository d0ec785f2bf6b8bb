import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isSecretName, isSecretValue } from './secret-names.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Which variables are secret besides those with such a name, and where names of files are looked for. */
export type SecretScope = { readonly declared: readonly string[]; readonly folder: string };

/** Values of variables that must not be shown. */
export function secretValues(variables: Variables, scope: SecretScope): readonly string[] {
  return Object.entries(variables).flatMap(([name, value = '']) =>
    isHidden(name, value, scope) ? [value] : [],
  );
}

/** Whether a variable is secret: it was declared so, or has such a name. */
export function isSecretVariable(name: string, { declared }: Pick<SecretScope, 'declared'>): boolean {
  return declared.includes(name) || isSecretName(name);
}

/**
 * Whether a value of a secret variable is to be hidden. When nobody declared it and it is a file's name, what is secret
 * is in the file.
 */
export function isHidden(name: string, value: string, { declared, folder }: SecretScope): boolean {
  if (value === '') return false;
  return declared.includes(name) || (isSecretName(name) && isSecretValue(value) && !isFile(value, folder));
}

/** Only what looks like a path: any word may be the name of a file. */
function isFile(value: string, folder: string): boolean {
  if (!/^(?:~|\.{0,2})\/[^\n]*$/.test(value)) return false;
  return existsSync(resolve(folder, value.replace(/^~/, process.env.HOME ?? '~')));
}
