import { directiveOf, refusal } from '../../format/arrows/check-line.ts';
import { parseDuration } from '../../parse/duration.ts';
import { quote } from '../../shell/quote.ts';
import { literalPattern } from '../as-pattern.ts';
import type { FenceOptions } from '../fence-text.ts';

/** A step as lines of bash with what they print; `left` is what of it is lost, in a sentence. */
type Step = {
  readonly lines: readonly string[];
  readonly options: FenceOptions;
  readonly left: readonly string[];
};

type Fields = Readonly<Record<string, unknown>>;

/** Reads a step; undefined when it does something that no command does, as a browser does. */
export function readStep(fields: Fields): Step | undefined {
  const action = typeof fields.action === 'string' ? fields.action : undefined;
  if (action !== undefined) return readers[action]?.(fields);
  const name = Object.keys(readers).find((each) => Object.hasOwn(fields, each));
  if (name === undefined) return undefined;
  const given = fields[name];
  const own =
    typeof given === 'object' && given !== null ? (given as Fields) : { [shorthands[name] ?? '']: given };
  return readers[name]?.(own);
}

/** The action of a step, for messages. */
export function actionOf(fields: Fields): string {
  if (typeof fields.action === 'string') return fields.action;
  const common = new Set(['stepId', 'description', 'unsafe', 'outputs', 'variables', 'breakpoint']);
  return Object.keys(fields).find((name) => !common.has(name)) ?? 'step';
}

const shorthands: Readonly<Record<string, string>> = {
  checkLink: 'url',
  httpRequest: 'url',
  loadVariables: 'path',
  runShell: 'command',
  wait: 'duration',
};

const readers: Readonly<Record<string, (fields: Fields) => Step | undefined>> = {
  checkLink: ({ url, statusCodes }) =>
    typeof url !== 'string'
      ? undefined
      : step([
          `curl -sL -o /dev/null -w 'HTTP %{http_code}\\n' ${quote(url)}`,
          ...statuses(statusCodes, '2xx'),
        ]),
  httpRequest: (fields) => {
    const { url, method = 'get', request, requestHeaders, requestData, statusCodes, response } = fields;
    if (typeof url !== 'string') return undefined;
    const { headers = requestHeaders, body = requestData } = asFields(request);
    const isForm = typeof body === 'string' || body === undefined || 'content-type' in lowerCased(headers);
    const words = [
      'curl -si',
      ...(String(method).toLowerCase() === 'get' ? [] : [`-X ${String(method).toUpperCase()}`]),
      ...Object.entries(asFields(headers)).map(([key, value]) => `-H ${quote(`${key}: ${String(value)}`)}`),
      ...(isForm ? [] : [`-H 'Content-Type: application/json'`]),
      ...(body === undefined ? [] : [`-d ${quote(typeof body === 'string' ? body : JSON.stringify(body))}`]),
      quote(url),
    ];
    const expected = asFields(response).body ?? fields.responseData;
    const checks = typeof expected === 'string' ? [directiveOf({ text: literalPattern(expected) })] : [];
    const isLost = expected !== undefined && checks.length === 0;
    const left = [
      ...(isLost ? ['What the body of the response has to have is not checked.'] : []),
      ...leftOfRequest(fields),
    ];
    return step([words.join(' '), ...statuses(statusCodes, '2xx'), ...checks], left, timeoutOf(fields));
  },
  loadVariables: ({ path }) =>
    typeof path === 'string'
      ? step([`set -a; source ${quote(path.startsWith('/') ? path : `./${path}`)}; set +a`])
      : undefined,
  runCode: (fields) => {
    const { language, code } = fields;
    return language === 'bash' && typeof code === 'string'
      ? step(
          [...code.trimEnd().split('\n'), ...checksOf(fields).lines],
          checksOf(fields).left,
          timeoutOf(fields),
        )
      : undefined;
  },
  runShell: (fields) => {
    const { command, args } = fields;
    if (typeof command !== 'string') return undefined;
    const words = Array.isArray(args) ? args.map((arg) => quote(String(arg))) : [];
    const { lines, left } = checksOf(fields);
    return step([...[command, ...words].join(' ').trimEnd().split('\n'), ...lines], left, timeoutOf(fields));
  },
  wait: ({ duration }) => {
    const ms = duration === true ? 5000 : Number(duration);
    return ms > 0 ? step([`sleep ${ms / 1000}`]) : undefined;
  },
};

function step(lines: readonly string[], left: readonly string[] = [], options: FenceOptions = {}): Step {
  return { lines, options, left };
}

/** What a request has that neither curl's command nor a check takes over. */
function leftOfRequest({
  request,
  response,
  requestParams,
  responseHeaders,
  openApi,
}: Fields): readonly string[] {
  return [
    ...((asFields(request).parameters ?? requestParams) === undefined
      ? []
      : ['The parameters of the request are not sent: add them to its address.']),
    ...((asFields(response).headers ?? responseHeaders) === undefined
      ? []
      : ['The headers that the response has to have are not checked.']),
    ...(openApi === undefined ? [] : ['The description in OpenAPI is not read.']),
  ];
}

function lowerCased(headers: unknown): Fields {
  return Object.fromEntries(
    Object.entries(asFields(headers)).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function statuses(codes: unknown, usual: string): readonly string[] {
  const all = Array.isArray(codes) ? codes.map(String) : codes === undefined ? [] : [String(codes)];
  if (all.length > 1) return [directiveOf({ words: 'regex', text: `^HTTP\\S* (${all.join('|')})\\b` })];
  return [directiveOf({ text: `HTTP ${all[0] ?? usual}` })];
}

function timeoutOf({ timeout }: Fields): FenceOptions {
  const text = `${Number(timeout)}ms`;
  return parseDuration(text) === undefined ? {} : { timeout: text };
}

/** Statuses, and a part of the output or a regular expression for it: `/^v\d/`. */
function checksOf({ exitCodes, stdio, output, maxVariation, path }: Fields): {
  readonly lines: readonly string[];
  readonly left: readonly string[];
} {
  const lines: string[] = [];
  const left: string[] = [];
  const codes = Array.isArray(exitCodes) ? exitCodes.map(Number) : [];
  if (codes.length > 1) {
    lines.push(directiveOf({ words: 'exit', text: 'any' }));
    left.push(`Any status will do, not just ${codes.join(', ')}.`);
  } else if (codes[0] !== undefined && codes[0] !== 0)
    lines.push(directiveOf({ words: 'exit', text: String(codes[0]) }));
  const expected = typeof stdio === 'string' ? stdio : output;
  if (typeof expected === 'string' && expected.trim() !== '') {
    const [, regex] = /^\/([\s\S]*)\/$/.exec(expected) ?? [];
    const checks =
      regex === undefined
        ? expected
            .trim()
            .split('\n')
            .map((row) => ({ text: literalPattern(row) }))
        : [{ words: 'regex', text: regex }];
    for (const check of checks) {
      if (refusal(check) === undefined) lines.push(directiveOf(check));
      else left.push(`\`${check.text}\` could not be taken over as a check.`);
    }
  }
  if (maxVariation !== undefined || path !== undefined) left.push('Its output is not compared with a file.');
  return { lines, left };
}
