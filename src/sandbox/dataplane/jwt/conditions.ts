import type { Attributes } from '../authorize.ts';
import { textFits } from '../text-fits.ts';
import type { Claims } from './token.ts';

/**
 * Whether a token is `issuer/subject`, where one star may stand for either, or at an end of one.
 * @see https://github.com/istio/istio/blob/1.29.3/pilot/pkg/security/authz/model/generator.go
 */
export function requestPrincipalFits(value: string, { claims }: Attributes): boolean {
  const { iss, sub } = claims ?? {};
  if (typeof iss !== 'string' || typeof sub !== 'string' || !iss || !sub) return false;
  const slash = value.lastIndexOf('/');
  const [issuer, subject] = slash < 0 ? alone(value) : [value.slice(0, slash), value.slice(slash + 1)];
  return textFits(issuer, iss) && textFits(subject, sub);
}

/** Without a slash, the end of a subject or the beginning of an issuer. */
const alone = (value: string): readonly [string, string] => {
  if (value === '*') return ['*', '*'];
  return value.startsWith('*') ? ['*', value] : [value, value.endsWith('*') ? '*' : ''];
};

/** Whether a condition on `request.auth.…` takes one value. */
export function tokenFits(key: string, value: string, attributes: Attributes): boolean {
  const { claims = {} } = attributes;
  switch (key) {
    case 'request.auth.principal':
      return requestPrincipalFits(value, attributes);
    case 'request.auth.audiences':
      return holds(claims.aud, value);
    case 'request.auth.presenter':
      return holds(claims.azp, value);
    default: {
      const path = [...key.matchAll(/\[([^\]]+)\]/g)].map(([, name]) => name ?? '');
      const found = path.reduce<unknown>(
        (here, name) => (typeof here === 'object' && here !== null ? (here as Claims)[name] : undefined),
        claims,
      );
      return path.length > 0 && holds(found, value);
    }
  }
}

/** A text, or a list with one that fits; other values fit nothing. */
const holds = (claim: unknown, value: string): boolean =>
  [claim].flat().some((each) => typeof each === 'string' && textFits(value, each));
