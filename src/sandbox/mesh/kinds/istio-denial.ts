import { ApiError } from '../../apiserver/store/api-error.ts';

/*
 * The words of istiod's validating webhook.
 * See https://istio.io/latest/docs/ops/common-problems/validation/
 */

/** The refusal of an object with problems; undefined when there are none. */
export function denial(problems: readonly string[]): ApiError | undefined {
  if (!problems.length) return undefined;
  const listed = `${problems.length} errors occurred:\n${problems.map((problem) => `\t* ${problem}\n`).join('')}\n`;
  const text = problems.length === 1 ? problems[0] : listed;
  const webhook = 'admission webhook "validation.istio.io" denied the request';
  return new ApiError(400, '', `${webhook}: configuration is invalid: ${text}`);
}

const label = /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/;

/** What is wrong with a host name, whose first label may be, or begin with, a wildcard. */
export function domainProblems(domain: string): string[] {
  if (!domain) return ['empty domain name not allowed'];
  if (domain.length > 255) return [`domain name "${domain}" too long (max 255)`];
  const [first = '', ...rest] = domain.split('.');
  const wildcard = first === '*' || label.test(first.replace(/^\*-?/, ''));
  if (!wildcard) return [`domain name "${domain}" invalid (label "${first}" invalid)`];
  return rest.length ? labelProblems(rest.join('.')) : [];
}

/** What is wrong with a host name without wildcards. */
export function labelProblems(domain: string): string[] {
  const labels = domain.split('.');
  const top = labels.at(-1) ?? '';
  if (/^\d+$/.test(top)) {
    return [`domain name "${domain}" invalid (top level domain "${top}" cannot be all-numeric)`];
  }
  const wrong = (top === '' ? labels.slice(0, -1) : labels).find(
    (part) => !label.test(part) || part.length > 63,
  );
  return wrong === undefined ? [] : [`domain name "${domain}" invalid (label "${wrong}" invalid)`];
}
