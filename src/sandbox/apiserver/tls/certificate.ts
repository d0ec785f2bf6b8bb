import {
  createHash,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { isIPv4 } from 'node:net';
import { promisify } from 'node:util';
import type { Authority, Grant } from './authority.ts';
import type { CertificateRequest } from './certificate-request.ts';
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

/** PEM texts of a server's key and certificate, and the authority that signed it. */
type ServerCertificate = { readonly key: string; readonly cert: string; readonly authority: Authority };

const dayMs = 24 * 60 * 60 * 1000;

/**
 * A fresh authority of a cluster, and a certificate of its own for a server on 127.0.0.1.
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 */
export async function createCertificate(now: Date): Promise<ServerCertificate> {
  const authority = await createAuthority('kubernetes', now);
  const { certificate: cert, key } = await authority.serve('kube-apiserver', ['localhost', '127.0.0.1']);
  return { key, cert, authority };
}

/**
 * A fresh authority: ECDSA P-256, good for a year, as all that it signs for servers. Made by hand because the libraries
 * for it take longer to load than a sandbox may take to start.
 */
export async function createAuthority(name: string, now: Date): Promise<Authority> {
  const ca = await newKeys();
  const from = new Date(now.getTime() - dayMs);
  const until = new Date(now.getTime() + 365 * dayMs);
  const issuer = named(name);
  const caKey = spkiOf(ca.publicKey);
  const issue = (content: Omit<Content, 'issuer'>): string =>
    pem('CERTIFICATE', signed(ca.privateKey, { issuer, ...content }));
  return {
    certificate: issue({ subject: issuer, key: caKey, from, until, extensions: ofAuthority(caKey) }),
    isAuthentic,
    sign: ({ subject, publicKey }, grant) =>
      issue({
        subject: Buffer.from(subject),
        key: Buffer.from(publicKey),
        from: grant.from,
        until: grant.until,
        extensions: ofClient(grant, caKey),
      }),
    async serve(commonName, names) {
      const { publicKey, privateKey } = await newKeys();
      const content = { subject: named(commonName), key: spkiOf(publicKey), from, until };
      return {
        certificate: issue({ ...content, extensions: ofServer(names, caKey) }),
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

const newKeys = (): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> =>
  promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });

const spkiOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'));

const named = (commonName: string): Buffer => sequence(set(sequence(objectId('2.5.4.3'), utf8(commonName))));

type Content = {
  readonly issuer: Buffer;
  readonly subject: Buffer;
  /** Of the holder, as a SubjectPublicKeyInfo. */
  readonly key: Buffer;
  readonly from: Date;
  readonly until: Date;
  readonly extensions: readonly Buffer[];
};

function signed(key: KeyObject, { issuer, subject, key: holder, from, until, extensions }: Content): Buffer {
  const content = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serialNumber()),
    ecdsaWithSha256,
    issuer,
    sequence(utcTime(from), utcTime(until)),
    subject,
    holder,
    explicit(3, sequence(...extensions)),
  );
  return sequence(content, ecdsaWithSha256, bits(sign('sha256', content, key)));
}

function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

const extension = (id: string, value: Buffer, critical = false): Buffer =>
  critical ? sequence(objectId(id), boolean(true), octets(value)) : sequence(objectId(id), octets(value));

const constraints = (isAuthority: boolean): Buffer =>
  extension('2.5.29.19', isAuthority ? sequence(boolean(true)) : sequence(), true);
const keyUsage = (mask: number, unused: number): Buffer =>
  extension('2.5.29.15', bits(Buffer.from([mask]), unused), true);
const extendedUsage = (...ids: readonly string[]): Buffer =>
  extension('2.5.29.37', sequence(...ids.map(objectId)));
const keyIdentifier = (key: Buffer): Buffer => createHash('sha1').update(key).digest();

const digitalSignature = 0x80;
const keyEncipherment = 0x20;
const certificateSigning = 0x04;
const serverAuth = '1.3.6.1.5.5.7.3.1';
const clientAuth = '1.3.6.1.5.5.7.3.2';

const ofAuthority = (key: Buffer): readonly Buffer[] => [
  constraints(true),
  keyUsage(digitalSignature | keyEncipherment | certificateSigning, 2),
  extension('2.5.29.14', octets(keyIdentifier(key))),
];

const ofServer = (names: readonly string[], authorityKey: Buffer): readonly Buffer[] => [
  constraints(false),
  keyUsage(digitalSignature, 7),
  extendedUsage(serverAuth),
  issuedBy(authorityKey),
  extension('2.5.29.17', sequence(...names.map(alternativeName))),
];

const alternativeName = (name: string): Buffer =>
  isIPv4(name) ? implicit(7, Buffer.from(name.split('.').map(Number))) : implicit(2, Buffer.from(name));

const issuedBy = (authorityKey: Buffer): Buffer =>
  extension('2.5.29.35', sequence(implicit(0, keyIdentifier(authorityKey))));

function ofClient({ usages }: Grant, authorityKey: Buffer): readonly Buffer[] {
  const isEncipherment = usages.includes('key encipherment');
  const mask =
    (usages.includes('digital signature') ? digitalSignature : 0) | (isEncipherment ? keyEncipherment : 0);
  return [
    ...(mask ? [keyUsage(mask, isEncipherment ? 5 : 7)] : []),
    extendedUsage(clientAuth),
    constraints(false),
    issuedBy(authorityKey),
  ];
}

/** Signatures that requests have, with the name of their hash; Ed25519 hashes by itself. */
const hashes: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.3.101.112': null,
};

function isAuthentic({ info, publicKey, algorithm, signature }: CertificateRequest): boolean {
  const hash = hashes[algorithm];
  if (hash === undefined) return false;
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
    return verify(hash, info, key, signature);
  } catch {
    return false;
  }
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
