import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createMasker } from '../../../../src/engine/mask/masker.ts';
import { inPieces } from './in-pieces.ts';

const jwt = [{ alg: 'RS256', kid: 'k' }, { sub: 'system:serviceaccount:default:app' }]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .concat('c2lnbmF0dXJlLW9mLWl0')
  .join('.');

const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
});
const key = String(pem).trim();
const body = key.split('\n').slice(1, -1);
const base64 = Buffer.from(key).toString('base64');

describe('what is secret by its shape', () => {
  const rows: readonly (readonly [what: string, printed: string, masked: string])[] = [
    ['a JWT', `Authorization: Bearer ${jwt}\n`, 'Authorization: Bearer ***\n'],
    ['a JWT in JSON', `{"id":"${jwt}"}`, '{"id":"***"}'],
    ['a JWT with colours in it', jwt.replace('.', '\u001b[1m.\u001b[0m'), '***\u001b[1m\u001b[0m'],
    ['a JWT in base64', `token: ${Buffer.from(jwt).toString('base64')}`, 'token: ***'],
    [
      'a private key',
      `is\n${key}\nthen`,
      'is\n-----BEGIN PRIVATE KEY-----\n***\n-----END PRIVATE KEY-----\nthen',
    ],
    [
      'a private key in JSON',
      JSON.stringify({ key: `${key}\n` }),
      '{"key":"-----BEGIN PRIVATE KEY-----\\n***\\n-----END PRIVATE KEY-----\\n"}',
    ],
    [
      'a private key without its end',
      key.split('\n').slice(0, 2).join('\n'),
      '-----BEGIN PRIVATE KEY-----\n***',
    ],
    ['a private key in base64', `tls.key: ${base64}`, 'tls.key: ***'],
    ['`client-key-data`', `    client-key-data: ${base64.slice(0, 60)}\n`, '    client-key-data: ***\n'],
    [
      'the answer of an exec plugin',
      '{"kind":"ExecCredential","status":{"token":"opaque-0123456789abcdef","clientKeyData":"0123456789abcdef"}}',
      '{"kind":"ExecCredential","status":{"token":"***","clientKeyData":"***"}}',
    ],
    ['a token of EKS', 'k8s-aws-v1.aHR0cHM6Ly9zdHMuYW1hem9uYXdz', '***'],
    ['a token of GitHub', `is ghp_${'a1'.repeat(18)}.`, 'is ***.'],
    ['a fine-grained token of GitHub', `github_pat_${'a1_'.repeat(12)}`, '***'],
    ['a token of GitLab', 'glpat-0123456789abcdefghij', '***'],
    ['a token of Slack', 'xoxb-0123456789-abcdef', '***'],
    ['credentials of AWS', '"SecretAccessKey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCY"', '"SecretAccessKey": "***"'],
    [
      'an option with a token',
      'kubectl --token=opaque-0123456789abcdef get pods',
      'kubectl --token=*** get pods',
    ],
  ];

  it.each(rows)('%s', (_, printed, masked) => {
    expect(createMasker([]).text(printed)).toBe(masked);
  });

  it.each(rows)('%s, in pieces of any size', (_, printed) => {
    for (const size of [1, 2, 3, 7, 16, 31, 64]) {
      const pieces = printed.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
      const masked = inPieces([], pieces);
      expect(masked).toContain('***');
      for (const part of [jwt.slice(60), ...body, base64.slice(40)]) expect(masked).not.toContain(part);
    }
  });

  it.each([
    ['a certificate', '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ\n-----END CERTIFICATE-----'],
    [
      'a certificate in base64',
      Buffer.from(`-----BEGIN CERTIFICATE-----\n${'MIIB'.repeat(20)}`).toString('base64'),
    ],
    ['a JSON object in base64', Buffer.from('{"name":"reviews","version":"v1"}').toString('base64url')],
    ['three parts without a header', 'eyJuYW1lIjoidiJ9.eyJuYW1lIjoidiJ9.abc'],
    ['a digest', 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
    ['a path', '/usr/share/locale/en/LC_MESSAGES/some/where/deep/in/the/tree'],
    ['fields that are called alike', 'tokens: 4096\nmax_token: 0123456789abcdefghi\ntoken: short'],
    ['the first line of a key alone', '-----BEGIN PRIVATE KEY-----\nand then words'],
  ])('but not %s', (_, printed) => {
    expect(createMasker([]).text(printed)).toBe(printed);
  });
});
