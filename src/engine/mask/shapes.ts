import { base64Runs } from './base64-runs.ts';

/** Where something secret stands in a text, `to` exclusive. */
export type Range = { readonly from: number; readonly to: number };

/**
 * A form by which something is known to be secret, whatever its name. The group named `secret` is, or all that is
 * found where there is none.
 */
type Shape = {
  readonly name: string;
  /** One of these is in every text that has it: looked for first, since that is quick. */
  readonly heads: readonly string[];
  readonly pattern: RegExp;
  /** Tells what only looks alike from it. */
  readonly isSecret?: (found: string) => boolean;
};

const keyTitle = '(?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----';

/** Fields that hold nothing but credentials: of kubeconfigs, of what exec plugins, OAuth servers and clouds answer. */
const secretFields = [
  'client-key-data',
  'clientKeyData',
  '(?:(?:id|access|refresh|session)[-_]?)?token',
  'client[-_]secret',
  'SecretAccessKey',
  'SessionToken',
  'aws_secret_access_key',
  'aws_session_token',
  '\\.dockerconfigjson',
].join('|');

/** Such a field, up to its value: in YAML, JSON, a JSON string, settings, options of commands. */
const fieldName = `(?<!\\w-?)(?:${secretFields})\\\\*["']?[ \\t]*[:=][ \\t]*\\\\*["']?`;

/** Everything that is masked always. */
const shapes: readonly Shape[] = [
  // RFC 7515 and 7516: three or five parts, the first of them a JSON object that names an algorithm.
  { name: 'JWT', heads: ['eyJ'], pattern: /eyJ[\w-]{5,}(?:\.[\w-]*){2,4}/g, isSecret: isJwt },
  // RFC 7468, also as a string of JSON or YAML; one without its end is what follows in long rows.
  {
    name: 'private key',
    heads: ['-----BEGIN '],
    pattern: new RegExp(
      `-----BEGIN ${keyTitle}(?:\\s|\\\\[nr])*(?:(?<secret>[\\s\\S]{1,32768}?)(?:\\s|\\\\[nr])*-----END ${keyTitle}|(?<open>(?:(?:\\s|\\\\[nrt]|["'|>])*[A-Za-z0-9+/=]{32,})+))`,
      'dg',
    ),
  },
  {
    name: 'GitHub token',
    heads: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    pattern: /gh[pousr]_[A-Za-z0-9]{30,}/g,
  },
  { name: 'GitHub fine-grained token', heads: ['github_pat_'], pattern: /github_pat_\w{30,}/g },
  {
    name: 'GitLab token',
    heads: ['glpat-', 'glptt-', 'glrt-', 'gldt-', 'glcbt-', 'glsoat-', 'glft-', 'glagent-'],
    pattern: /gl(?:pat|ptt|rt|dt|cbt|soat|ft|agent)-[\w-]{20,}/g,
  },
  { name: 'Slack token', heads: ['xox'], pattern: /xox[abeoprs]-[A-Za-z0-9-]{10,}/g },
  { name: 'npm token', heads: ['npm_'], pattern: /npm_[A-Za-z0-9]{36}/g },
  { name: 'token of EKS', heads: ['k8s-aws-v1.'], pattern: /k8s-aws-v1\.[\w-]{20,}/g },
  { name: 'access token of Google', heads: ['ya29.'], pattern: /ya29\.[\w-]{20,}/g },
  {
    name: 'field of credentials',
    heads: ['oken', 'ecret', 'client-key-data', 'clientKeyData', 'dockerconfigjson'],
    pattern: new RegExp(`${fieldName}(?<secret>[\\w.~+/=:-]{16,})`, 'dg'),
  },
];

/** Everything in a text that has one of the shapes. */
export function shapedRanges(text: string): readonly Range[] {
  if (text.length < shortestShape) return [];
  const plain = shapesIn(text).flatMap((shape) => rangesOf(shape, text));
  return [...plain, ...base64Runs(text).filter((run) => holdsSecret(text, run))];
}

/** Shorter texts have none of the shapes. */
export const shortestShape = 10;

const anyHead = new RegExp(
  shapes
    .flatMap(({ heads }) => heads)
    .map((head) => head.replaceAll('.', '\\.'))
    .join('|'),
);

function shapesIn(text: string): readonly Shape[] {
  if (!anyHead.test(text)) return [];
  return shapes.filter(({ heads }) => heads.some((head) => text.includes(head)));
}

function rangesOf({ pattern, isSecret }: Shape, text: string): readonly Range[] {
  return [...text.matchAll(pattern)].flatMap((found) => {
    if (isSecret?.(found[0]) === false) return [];
    const groups = found.indices?.groups;
    const [from, to] = groups?.secret ?? groups?.open ?? [found.index, found.index + found[0].length];
    return [{ from, to }];
  });
}

/** Characters of one word that may belong to a token. */
const wordEnd = /[\w.~+/=:-]$/;

/** Longer words are let go, so that what is held of a stream stays small. */
const longestHeld = 16_384;

/**
 * Where something of one of the shapes may begin that more text would complete, else the length of the text: a word at
 * its end that may become a token, or a private key without its end.
 */
export function openShape(text: string): number {
  return Math.min(openWord(text), openKey(text));
}

function openWord(text: string): number {
  let from = text.length;
  while (from > 0 && text.length - from < longestHeld && wordEnd.test(text[from - 1] ?? '')) from--;
  if (from === text.length) return from;
  const word = text.slice(from);
  if (fieldBefore.test(text.slice(Math.max(0, from - 64), from))) return from;
  const token = /eyJ|gh[pousr]_|github_pat_|gl[a-z]{2,5}-|xox[abeoprs]-|npm_|k8s-aws-v1|ya29/.exec(word);
  const run = /[A-Za-z0-9+/]{24,}={0,2}$/.exec(word);
  const field = fieldWithin.exec(word);
  const begins = [token?.index, run?.index, field === null ? undefined : field.index + field[0].length];
  return from + Math.min(word.length, ...begins.filter((begin) => begin !== undefined));
}

const fieldBefore = new RegExp(`${fieldName}$`);
const fieldWithin = new RegExp(fieldName);

function openKey(text: string): number {
  const begin = text.lastIndexOf('-----BEGIN ');
  if (begin < 0 || text.length - begin > 2 * longestHeld) return text.length;
  const rest = text.slice(begin);
  const isKey = new RegExp(`^-----BEGIN ${keyTitle}`).test(rest);
  if (!isKey) return /^-----BEGIN [A-Z0-9 ]*-{0,4}$/.test(rest) ? begin : text.length;
  return new RegExp(`-----END ${keyTitle}`).test(rest) ? text.length : begin;
}

function isJwt(found: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(found.split('.', 1)[0] ?? '', 'base64url').toString());
    return typeof header === 'object' && header !== null && ('alg' in header || 'enc' in header);
  } catch {
    return false;
  }
}

/** Whether what base64 holds is a key or a token: as values of Secrets, files of credentials, `user:token` of a header. */
function holdsSecret(text: string, { from, to }: Range): boolean {
  const held = Buffer.from(text.slice(from, to), 'base64').toString('latin1');
  return (
    new RegExp(`-----BEGIN ${keyTitle}`).test(held) ||
    shapesIn(held).some((shape) => rangesOf(shape, held).length > 0)
  );
}
