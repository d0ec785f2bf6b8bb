import { createHash, generateKeyPair, type KeyObject, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import {
  bits,
  boolean,
  explicit,
  implicit,
  integer,
  objectId,
  octets,
  sequence,
  set,
  utcTime,
  utf8,
} from './der.ts';

/** PEM texts of a key and of the certificate that it signed for itself. */
type KeyAndCertificate = { readonly key: string; readonly cert: string };

const dayMs = 24 * 60 * 60 * 1000;

/**
 * A fresh certificate for a server on 127.0.0.1, which is its own authority: ECDSA P-256, good for a year. Made by
 * hand because the libraries for it take longer to load than a sandbox may take to start.
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 */
export async function createCertificate(now: Date): Promise<KeyAndCertificate> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const content = certificateContent(publicKey, now);
  const signature = sign('sha256', content, privateKey);
  const certificate = sequence(content, ecdsaWithSha256, bits(signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem('CERTIFICATE', certificate),
  };
}

const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'));
const name = sequence(set(sequence(objectId('2.5.4.3'), utf8('runbook sandbox'))));

function certificateContent(publicKey: KeyObject, now: Date): Buffer {
  const keyInfo = publicKey.export({ type: 'spki', format: 'der' });
  return sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serialNumber()),
    ecdsaWithSha256,
    name,
    sequence(utcTime(new Date(now.getTime() - dayMs)), utcTime(new Date(now.getTime() + 365 * dayMs))),
    name,
    keyInfo,
    explicit(3, sequence(...extensions(keyInfo))),
  );
}

function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

const extensions = (keyInfo: Buffer): Buffer[] => [
  extension('2.5.29.19', sequence(boolean(true)), true),
  // digitalSignature and keyCertSign
  extension('2.5.29.15', bits(Buffer.from([0b1000_0100]), 2), true),
  // serverAuth
  extension('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.1')), false),
  extension(
    '2.5.29.17',
    sequence(implicit(2, Buffer.from('localhost')), implicit(7, Buffer.from([127, 0, 0, 1]))),
    false,
  ),
  extension('2.5.29.14', octets(createHash('sha1').update(keyInfo).digest()), false),
];

const extension = (id: string, value: Buffer, critical: boolean): Buffer =>
  critical ? sequence(objectId(id), boolean(true), octets(value)) : sequence(objectId(id), octets(value));

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
