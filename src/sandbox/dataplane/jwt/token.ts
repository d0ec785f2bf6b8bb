import type { JwtRule } from '../../mesh/request-authentication.ts';

/** A token's claims, or why it isn't taken, in the words of Envoy. */
export type Verdict =
  | { readonly kind: 'good'; readonly claims: Claims; readonly payload: string }
  | { readonly kind: 'bad'; readonly reason: string };

export type Claims = Readonly<Record<string, unknown>>;

export const unknownIssuer = 'Jwt issuer is not configured';
export const wrongAudience = 'Audiences in Jwt are not allowed';

/** Clocks may differ by so many seconds. */
const skewSeconds = 60;

/**
 * Whether a token is one that a rule takes, looked at in the order that Envoy does.
 * @see https://github.com/envoyproxy/envoy/blob/v1.37.0/source/extensions/filters/http/jwt_authn/authenticator.cc
 */
export async function verify(
  text: string,
  { issuer, audiences = [], jwks = '' }: JwtRule,
  now: Date,
): Promise<Verdict> {
  const token = parse(text);
  if (typeof token === 'string') return bad(token);
  const { claims, payload } = token;
  if (issuer && claims.iss !== issuer) return bad(unknownIssuer);
  const seconds = now.getTime() / 1000;
  if (Number(claims.nbf ?? 0) > seconds + skewSeconds) return bad('Jwt not yet valid');
  if (claims.exp !== undefined && Number(claims.exp) + skewSeconds < seconds) return bad('Jwt is expired');
  const own = [claims.aud].flat().map((each) => plain(String(each)));
  if (audiences.length && !audiences.some((each) => own.includes(plain(each)))) return bad(wrongAudience);
  const problem = await signatureProblem(token, jwks);
  return problem ? bad(problem) : { kind: 'good', claims, payload };
}

const bad = (reason: string): Verdict => ({ kind: 'bad', reason });

/** Audiences are compared without their scheme and a slash at their end. */
const plain = (audience: string): string => audience.replace(/^https?:\/\//, '').replace(/\/$/, '');

type Parsed = {
  readonly algorithm: string;
  readonly keyId?: string;
  readonly claims: Claims;
  readonly payload: string;
  readonly signed: string;
  readonly signature: Uint8Array<ArrayBuffer>;
};

/** The parts of a token, or what is wrong with its form. */
function parse(text: string): Parsed | string {
  const parts = text.split('.');
  const [head = '', payload = '', tail = ''] = parts;
  if (parts.length !== 3)
    return 'Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections';
  const header = decoded(head);
  if (header === undefined) return 'Jwt header is an invalid Base64url encoded';
  const fields = jsonObject(header);
  if (!fields) return 'Jwt header is an invalid JSON';
  const { alg, kid } = fields;
  if (typeof alg !== 'string') return 'Jwt header [alg] field is required and must be a string';
  if (!(alg in algorithms)) return 'Jwt header [alg] is not supported';
  if (kid !== undefined && typeof kid !== 'string') return 'Jwt header [kid] field is not a string';
  const body = decoded(payload);
  if (body === undefined) return 'Jwt payload is an invalid Base64url encoded';
  const claims = jsonObject(body);
  if (!claims) return 'Jwt payload is an invalid JSON';
  const signature = decoded(tail);
  if (signature === undefined) return 'Jwt signature is an invalid Base64url encoded';
  const signed = `${head}.${payload}`;
  return { algorithm: alg, ...(kid ? { keyId: kid } : {}), claims, payload, signed, signature };
}

const decoded = (part: string): Uint8Array<ArrayBuffer> | undefined =>
  /^[-\w]*$/.test(part) && part.length % 4 !== 1 ? new Uint8Array(Buffer.from(part, 'base64url')) : undefined;

function jsonObject(bytes: Uint8Array): Claims | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Claims)
      : undefined;
  } catch {
    return undefined;
  }
}

type Algorithm = {
  readonly kty: string;
  readonly name: string;
  readonly hash?: string;
  readonly namedCurve?: string;
};

const sizes = ['256', '384', '512'];
const curves: Readonly<Record<string, string>> = { 256: 'P-256', 384: 'P-384', 512: 'P-521' };

/** @see https://www.rfc-editor.org/rfc/rfc7518#section-3.1 and RFC 8037 */
const algorithms: Readonly<Record<string, Algorithm>> = Object.fromEntries([
  ['EdDSA', { kty: 'OKP', name: 'Ed25519' }],
  ...sizes.flatMap((size): [string, Algorithm][] => [
    [`RS${size}`, { kty: 'RSA', name: 'RSASSA-PKCS1-v1_5', hash: `SHA-${size}` }],
    [`PS${size}`, { kty: 'RSA', name: 'RSA-PSS', hash: `SHA-${size}` }],
    [`ES${size}`, { kty: 'EC', name: 'ECDSA', hash: `SHA-${size}`, namedCurve: curves[size] ?? '' }],
    [`HS${size}`, { kty: 'oct', name: 'HMAC', hash: `SHA-${size}` }],
  ]),
]);

/** One key of a set; all its parts are texts. @see https://www.rfc-editor.org/rfc/rfc7517#section-4 */
type JsonWebKey = Readonly<Record<string, string | undefined>> & {
  readonly kid?: string;
  readonly alg?: string;
  readonly kty?: string;
};

/** Why no key of a set vouches for a token. A key without an id or an algorithm may be anybody's. */
async function signatureProblem(token: Parsed, jwks: string): Promise<string | undefined> {
  const set = JSON.parse(jwks) as { readonly keys?: readonly JsonWebKey[] };
  const { algorithm, keyId } = token;
  const keys = (set.keys ?? [set as JsonWebKey]).filter(
    ({ kid, alg, kty }) =>
      kty === algorithms[algorithm]?.kty && (!keyId || !kid || kid === keyId) && (!alg || alg === algorithm),
  );
  if (!keys.length) return "Jwks doesn't have key to match kid or alg from Jwt";
  for (const key of keys) if (await vouches(key, token)) return undefined;
  return 'Jwt verification fails';
}

async function vouches(key: JsonWebKey, { algorithm, signed, signature }: Parsed): Promise<boolean> {
  const { kty: _kty, ...options } = algorithms[algorithm] ?? { kty: '', name: '' };
  const { n, e, x, y, crv, k, kty } = key;
  const bare = Object.fromEntries(Object.entries({ kty, n, e, x, y, crv, k }).filter(([, value]) => value));
  try {
    const imported = await crypto.subtle.importKey('jwk', bare, options, false, ['verify']);
    const salt = { saltLength: Number(/\d+$/.exec(algorithm)?.[0] ?? 0) / 8 };
    return await crypto.subtle.verify(
      { ...options, ...salt },
      imported,
      signature,
      new TextEncoder().encode(signed),
    );
  } catch {
    // A key that is none vouches for nothing.
    return false;
  }
}
