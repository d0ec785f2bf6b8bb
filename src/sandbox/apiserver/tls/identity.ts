import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';

/** What a TLS server proves who it is with: PEM texts of its certificates, its own first, and of its key. */
export type Identity = { readonly certificate: string; readonly key: string };

/**
 * Why certificates and a key can't be used together, in the words of Go's `tls.X509KeyPair`; undefined when they can.
 * @see https://pkg.go.dev/crypto/tls#X509KeyPair
 */
export function identityProblem({ certificate, key }: Identity): string | undefined {
  const [certificates, keys] = [blocksOf(certificate), blocksOf(key)];
  const [leaf] = certificates.filter(({ label }) => label === 'CERTIFICATE');
  if (!leaf) return noCertificate(certificates.map(({ label }) => label));
  const own = keys.find(({ label }) => label === 'PRIVATE KEY' || label.endsWith(' PRIVATE KEY'));
  if (!own) return noKey(keys.map(({ label }) => label));
  const read = certificateIn(leaf.text);
  if (!read) return 'x509: malformed certificate';
  const pair = keyIn(own.text);
  if (!pair) return 'tls: failed to parse private key';
  if (pair.asymmetricKeyType !== read.publicKey.asymmetricKeyType)
    return 'tls: private key type does not match public key type';
  return createPublicKey(pair).equals(read.publicKey)
    ? undefined
    : 'tls: private key does not match public key';
}

type Block = { readonly label: string; readonly text: string };

/** The blocks of a PEM text; what stands between them doesn't count. @see https://www.rfc-editor.org/rfc/rfc7468 */
const blocksOf = (pem: string): readonly Block[] =>
  [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g)].map(([text, label = '']) => ({
    label,
    text,
  }));

function noCertificate(labels: readonly string[]): string {
  if (labels.length === 0) return 'tls: failed to find any PEM data in certificate input';
  if (labels.length === 1 && labels[0]?.endsWith('PRIVATE KEY'))
    return 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched';
  return `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${labels.join(' ')}]`;
}

function noKey(labels: readonly string[]): string {
  if (labels.length === 0) return 'tls: failed to find any PEM data in key input';
  if (labels.length === 1 && labels[0] === 'CERTIFICATE')
    return 'tls: found a certificate rather than a key in the PEM for the private key';
  return `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${labels.join(' ')}]`;
}

/** The certificates of a PEM text, those that can't be read left out. */
export const certificatesIn = (pem: string): readonly X509Certificate[] =>
  blocksOf(pem)
    .filter(({ label }) => label === 'CERTIFICATE')
    .flatMap(({ text }) => certificateIn(text) ?? []);

function certificateIn(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function keyIn(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
