import { type DerValue, objectIdOf, partsOf, readDer } from './der-reader.ts';

/** What somebody wants a certificate for. @see https://www.rfc-editor.org/rfc/rfc2986 */
export type CertificateRequest = {
  /** The part that is signed. */
  readonly info: Uint8Array;
  readonly subject: Uint8Array;
  readonly commonName: string;
  readonly organizations: readonly string[];
  readonly publicKey: Uint8Array;
  /** As an object identifier. */
  readonly algorithm: string;
  readonly signature: Uint8Array;
};

const block = /-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/;

/** Reads a request in PEM. @throws Error in the words of the API server */
export function readCertificateRequest(pem: string): CertificateRequest {
  const [, label, body = ''] = block.exec(pem) ?? [];
  const bytes = label === 'CERTIFICATE REQUEST' ? bytesOf(body) : undefined;
  if (!bytes) throw new Error('PEM block type must be CERTIFICATE REQUEST');
  const [request] = readDer(bytes);
  const [info, algorithm, signature] = partsOf(request);
  const [, subject, publicKey] = partsOf(info);
  if (!info || !subject || !publicKey || !signature)
    throw new Error('asn1: structure error: sequence too short');
  const names = partsOf(subject).flatMap((set) => partsOf(set).map(nameOf));
  const named = (id: string): readonly string[] =>
    names.filter(({ type }) => type === id).map(({ text }) => text);
  return {
    info: info.raw,
    subject: subject.raw,
    commonName: named('2.5.4.3').at(-1) ?? '',
    organizations: named('2.5.4.10'),
    publicKey: publicKey.raw,
    algorithm: objectIdOf(partsOf(algorithm)[0]),
    // The first byte counts the bits that are unused.
    signature: signature.content.subarray(1),
  };
}

/** What isn't base64 makes no block. */
function bytesOf(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64.replace(/\s/g, '')), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function nameOf(attribute: DerValue): { readonly type: string; readonly text: string } {
  const [type, value] = partsOf(attribute);
  return { type: objectIdOf(type), text: new TextDecoder().decode(value?.content) };
}
