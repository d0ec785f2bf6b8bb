import { generateKeyPairSync, sign } from 'node:crypto';
import {
  bits,
  explicit,
  integer,
  objectId,
  sequence,
  set,
  utf8,
} from '../../../../src/sandbox/apiserver/tls/der.ts';

type Made = { readonly key: string; readonly request: string };

const types = { CN: '2.5.4.3', O: '2.5.4.10' } as const;

/** A key and a request in PEM for a certificate of it, as `openssl req -new` makes them; `O` may be there many times. */
export function makeRequest(subject: readonly (readonly [keyof typeof types, string])[]): Made {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const names = subject.map(([type, text]) => set(sequence(objectId(types[type]), utf8(text))));
  const info = sequence(
    integer(Buffer.from([0])),
    sequence(...names),
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(0),
  );
  const algorithm = sequence(objectId('1.2.840.10045.4.3.2'));
  const der = sequence(info, algorithm, bits(sign('sha256', info, privateKey)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    request: ['-----BEGIN CERTIFICATE REQUEST-----', ...lines, '-----END CERTIFICATE REQUEST-----', ''].join(
      '\n',
    ),
  };
}
