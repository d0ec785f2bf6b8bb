import { describe, expect, it } from 'vitest';
import { isSecretName } from '../../../../src/engine/mask/secret-names.ts';
import { secretValues } from '../../../../src/engine/mask/secret-values.ts';

describe('names of secrets', () => {
  it.each(
    'API_TOKEN TOKEN token my_token authToken API_TOKENS PASSWORD DB_PASSWORD PGPASSWORD MYSQL_PWD DB_PASS ROOT_PASSWD GITHUB_PAT SECRET CLIENT_SECRET API_KEY APIKEY AWS_SECRET_ACCESS_KEY SSH_PASSPHRASE GOOGLE_CREDENTIALS REGISTRY_CREDS'.split(
      ' ',
    ),
  )('%s', (name) => expect(isSecretName(name)).toBe(true));

  it.each(
    'PWD OLDPWD PATH KEY KEYS MONKEY PUBLIC_KEY SSH_PUB_KEY SORT_KEY PRIMARY_KEY CACHE_KEY TAINT_KEY PATTERN PASSED TOKEN_URL SECRET_NAME AWS_ACCESS_KEY_ID COMPAT BYPASS TOKENIZER'.split(
      ' ',
    ),
  )('not %s', (name) => expect(isSecretName(name)).toBe(false));
});

describe('values of secrets', () => {
  const valuesOf = (value: string, declared: readonly string[] = []) =>
    secretValues({ API_KEY: value }, { declared, folder: import.meta.dirname });

  it.each(['hunter2', 's3cr3t with blanks', '/9j+not/a/file=', '123456'])('%s is one', (value) => {
    expect(valuesOf(value)).toEqual([value]);
  });

  it.each([
    '',
    'true',
    'none',
    '8080',
    '-1',
    'password',
    'changeme',
    '<your-key>',
    '${KEY}',
    '/usr',
    './secret-values.test.ts',
  ])('%s is none by its name alone', (value) => {
    expect(valuesOf(value)).toEqual([]);
    expect(valuesOf(value, ['API_KEY'])).toEqual(value === '' ? [] : [value]);
  });
});
