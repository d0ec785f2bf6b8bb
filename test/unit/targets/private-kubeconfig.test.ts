import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { secretsOf } from '../../../src/targets/private-kubeconfig.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** What is secret of a user of a kubeconfig. */
function secretsOfUser(user: Readonly<Record<string, unknown>>): readonly string[] {
  return secretsOf({ clusters: [], contexts: [], users: [{ name: 'me', user }] });
}

describe('what gives access in a kubeconfig', () => {
  it.each([
    ['a token', { token: 'opaque-1' }, ['opaque-1']],
    ['a password', { username: 'me', password: 'hunter2' }, ['hunter2']],
    [
      'a private key, also decoded',
      { 'client-key-data': btoa('-----BEGIN') },
      [btoa('-----BEGIN'), '-----BEGIN'],
    ],
    ['a private key in a file', { 'client-key': file('key', 'pem text') }, ['pem text']],
    ['a token in a file', { tokenFile: file('token', 'from-a-file\n') }, ['from-a-file\n']],
    [
      'what a login gave',
      {
        'auth-provider': {
          name: 'oidc',
          config: { 'id-token': 'id-1', 'client-secret': 'cs-1', 'client-id': 'app' },
        },
      },
      ['id-1', 'cs-1'],
    ],
    [
      'what a login plugin is started with',
      {
        exec: {
          command: 'login',
          args: ['--oidc-client-secret=cs-2', '--oidc-client-id=app'],
          env: [
            { name: 'CLIENT_SECRET', value: 'cs-3' },
            { name: 'REGION', value: 'eu' },
          ],
        },
      },
      ['cs-2', 'cs-3'],
    ],
  ])('%s', (_, user, secrets) => {
    expect(secretsOfUser(user)).toEqual(secrets);
  });

  it('not certificates, names, and files that are not there', () => {
    expect(
      secretsOfUser({
        username: 'me',
        'client-certificate-data': 'LS0t',
        'client-key': join(folder, 'nowhere'),
      }),
    ).toEqual([]);
    expect(secretsOf({ clusters: [], contexts: [], users: [{ name: 'nobody' }] })).toEqual([]);
  });
});
