import type { Store } from '../store/store.ts';

/** What a token says, by the names of its claims. @see https://www.rfc-editor.org/rfc/rfc7519#section-4 */
export type Claims = Readonly<Record<string, unknown>>;

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const modulusLength = 2048;
const publicExponent = new Uint8Array([1, 0, 1]);

type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;
type KeyPair = { readonly publicKey: Key; readonly privateKey: Key };
type Keys = { readonly pair: KeyPair; readonly id: string };

/** The key pairs that clusters sign with, made when the first token is asked for. */
const keysOfClusters = new WeakMap<Store, Promise<Keys>>();

function keysOf(store: Store): Promise<Keys> {
  const keys = keysOfClusters.get(store) ?? makeKeys();
  keysOfClusters.set(store, keys);
  return keys;
}

async function makeKeys(): Promise<Keys> {
  const options = { ...algorithm, modulusLength, publicExponent };
  const pair = await crypto.subtle.generateKey(options, false, ['sign', 'verify']);
  const publicKey = await crypto.subtle.exportKey('spki', pair.publicKey);
  return { pair, id: base64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', publicKey))) };
}

/** Signs claims as RS256, with the key of a cluster. @see https://www.rfc-editor.org/rfc/rfc7515 */
export async function signToken(store: Store, claims: Claims): Promise<string> {
  const { pair, id } = await keysOf(store);
  const content = `${encode({ alg: 'RS256', kid: id })}.${encode(claims)}`;
  const signature = await crypto.subtle.sign(algorithm, pair.privateKey, bytesOf(content));
  return `${content}.${base64Url(new Uint8Array(signature))}`;
}

/** The public keys of a cluster, by which anybody can tell its tokens. @see https://www.rfc-editor.org/rfc/rfc7517 */
export async function publishedKeys(store: Store): Promise<{ readonly keys: readonly object[] }> {
  const { pair, id } = await keysOf(store);
  const { n, e } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return { keys: [{ use: 'sig', kty: 'RSA', kid: id, alg: 'RS256', n, e }] };
}

/** What a token says that this cluster signed; undefined for any other text. */
export async function readToken(store: Store, token: string): Promise<Claims | undefined> {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.');
  const isSigned = keysOfClusters.has(store) && rest.length === 0 && decode(header)?.alg === 'RS256';
  if (!isSigned) return undefined;
  const { pair } = await keysOf(store);
  const given = fromBase64Url(signature);
  const isOurs =
    given && (await crypto.subtle.verify(algorithm, pair.publicKey, given, bytesOf(`${header}.${payload}`)));
  return isOurs ? decode(payload) : undefined;
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

const encode = (value: object): string => base64Url(bytesOf(JSON.stringify(value)));

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(bytes, (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function decode(part: string): Claims | undefined {
  const bytes = fromBase64Url(part);
  try {
    const value: unknown = bytes && JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? (value as Claims) : undefined;
  } catch {
    return undefined;
  }
}
