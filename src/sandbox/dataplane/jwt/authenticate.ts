import type { JwtRule } from '../../mesh/request-authentication.ts';
import { type Headers, type HttpRequest, type HttpResponse, header } from '../message.ts';
import { hostOf } from '../route-match.ts';
import { ownAnswer } from '../virtual/own-answer.ts';
import { tokensOf } from './locations.ts';
import { type Claims, unknownIssuer, type Verdict, verify, wrongAudience } from './token.ts';

/** A request whose tokens are good, with what they claim; or the answer to one whose aren't. */
type Authenticated =
  | { readonly kind: 'passed'; readonly request: HttpRequest; readonly claims?: Claims }
  | { readonly kind: 'refused'; readonly response: HttpResponse; readonly reason: string };

type Checked = Verdict | { readonly kind: 'missing' };

/**
 * Takes requests without tokens, and those of which each token is good. Of several rules one that takes the tokens is
 * enough, since they may look in the same place.
 * @see https://github.com/istio/istio/blob/1.29.3/pilot/pkg/security/authn/policy_applier.go
 */
export async function authenticate(
  rules: readonly JwtRule[],
  request: HttpRequest,
  now: Date,
): Promise<Authenticated> {
  if (!rules.length || isPreflight(request)) return { kind: 'passed', request };
  const bare = sanitised(rules, request);
  const checked = await Promise.all(rules.map((rule) => check(rule, request, now)));
  const index = checked.findIndex(({ kind }) => kind === 'good');
  const found = checked[index];
  const bad = checked.flatMap((each) => (each.kind === 'bad' ? [each.reason] : []));
  // A token that one rule takes may be of an issuer that others don't know.
  if (found?.kind === 'good') return passed(rules[index] ?? {}, bare, found);
  const [reason] = [...bad.filter((each) => each !== unknownIssuer).reverse(), ...bad];
  return reason === undefined ? { kind: 'passed', request: bare } : refused(request, reason);
}

const isPreflight = ({ method, headers }: HttpRequest): boolean =>
  method === 'OPTIONS' &&
  header(headers, 'origin') !== undefined &&
  header(headers, 'access-control-request-method') !== undefined;

/** All tokens that a rule finds have to be good. */
async function check(rule: JwtRule, request: HttpRequest, now: Date): Promise<Checked> {
  let last: Checked = { kind: 'missing' };
  for (const { token } of tokensOf(request, rule).toReversed()) {
    last = await verify(token, rule, now);
    if (last.kind === 'bad') return last;
  }
  return last;
}

/** Headers that tell of claims are the proxy's alone. */
function sanitised(rules: readonly JwtRule[], request: HttpRequest): HttpRequest {
  const own = rules.flatMap(({ outputPayloadToHeader, outputClaimToHeaders = [] }) => [
    ...(outputPayloadToHeader ? [outputPayloadToHeader] : []),
    ...outputClaimToHeaders.map((each) => each.header),
  ]);
  return without(request, own);
}

function without(request: HttpRequest, names: readonly string[]): HttpRequest {
  const gone = new Set(names.map((name) => name.toLowerCase()));
  return { ...request, headers: request.headers.filter(([name]) => !gone.has(name.toLowerCase())) };
}

function passed(
  rule: JwtRule,
  request: HttpRequest,
  { claims, payload }: Verdict & { kind: 'good' },
): Authenticated {
  const { outputPayloadToHeader, outputClaimToHeaders = [], forwardOriginalToken = false } = rule;
  const told: Headers = [
    ...(outputPayloadToHeader ? [[outputPayloadToHeader.toLowerCase(), payload] as const] : []),
    ...outputClaimToHeaders.flatMap((each) => {
      const text = claimText(each.claim.split('.').reduce<unknown>(inside, claims));
      return text ? [[each.header.toLowerCase(), text] as const] : [];
    }),
  ];
  const carried = tokensOf(request, rule).flatMap((each) => each.header ?? []);
  const kept = forwardOriginalToken ? request : without(request, carried);
  return {
    kind: 'passed',
    request: { ...kept, headers: [...kept.headers, ...told] },
    claims: normalised(claims, rule.spaceDelimitedClaims),
  };
}

const inside = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Claims)[name] : undefined;

/** Only what is no list and no object goes to a header. */
const claimText = (value: unknown): string =>
  ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';

/** Claims that are lists of words count as lists. */
const normalised = (claims: Claims, more: readonly string[] = []): Claims =>
  Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      ['scope', 'permission', ...more].includes(name) && typeof value === 'string' ? value.split(' ') : value,
    ]),
  );

function refused(request: HttpRequest, reason: string): Authenticated {
  const realm = `http://${header(request.headers, 'host') ?? hostOf(request)}${request.path}`;
  const challenge = `Bearer realm="${realm}", error="invalid_token"`;
  const status = reason === wrongAudience ? 403 : 401;
  return {
    kind: 'refused',
    reason,
    response: ownAnswer(status, [['www-authenticate', challenge]], Buffer.from(reason)),
  };
}
