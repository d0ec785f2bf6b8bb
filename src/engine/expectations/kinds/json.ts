import type { Json } from '../../model/json.ts';
import { hasEvery, type PathStep, parsePath, valuesAt } from '../json-path.ts';
import { watchJson } from '../json-text.ts';
import type { Asked, ExpectationKind, Finding, ParseProblem } from '../kind.ts';
import { matchesField } from '../match.ts';
import { unsetIn } from '../missing-pattern.ts';
import { fillPattern, type Pattern, parsePattern, variablesIn } from '../pattern.ts';

/** A value as written, without its note: JSON, or else a pattern for the whole of a text. */
type WrittenValue = { readonly text: string; readonly pattern?: Pattern };

/** `.path`, or `.path = VALUE`. */
export type JsonArgs = {
  readonly path: string;
  readonly steps: readonly PathStep[];
  readonly value?: WrittenValue;
};

/** `# expect json: .path = VALUE`: what stands at a path of JSON on standard output. */
export const json: ExpectationKind<JsonArgs> = {
  name: 'json',
  word: 'json',
  syntax: '# expect json: .path[*].key = VALUE',
  summary:
    'Standard output is JSON with this value at the path; without a value something is there. ' +
    'With `[*]` it holds for every item, with `not` for none.',
  readsOutput: true,
  stream: 'stdout',
  examples: [
    { directive: '# expect json: .spec.replicas = 3', output: '{"spec":{"replicas":3}}', met: true },
    { directive: '# expect json: .spec.replicas = 3', output: '{"spec":{"replicas":13}}', met: false },
    { directive: '# expect json: .spec.replicas = "3"', output: '{"spec":{"replicas":3}}', met: false },
    { directive: '# expect json: .phase = Running', output: '{"phase":"Running"}', met: true },
    { directive: '# expect json: .phase = Running', output: '{"phase":{}}', met: false },
    {
      directive: '# expect json: .status.addresses[0].value = 240.240.0.x',
      output: '{"status":{"addresses":[{"value":"240.240.0.7"}]}}',
      met: true,
    },
    { directive: '# expect json: .status.addresses[0].value', output: '{"status":{}}', met: false },
    { directive: '# expect json: .a', output: '{"a":null}', met: false },
    {
      directive: '# expect json: .items[*].phase = Running',
      output: '{"items":[{"phase":"Running"},{"phase":"Failed"}]}',
      met: false,
    },
    { directive: '# expect json: .items[*].phase = Running', output: '{"items":[]}', met: false },
    {
      directive: '# expect not json: .items[*].phase = Failed',
      output: '{"items":[{"phase":"Running"},{"phase":"Failed"}]}',
      met: false,
    },
    {
      directive: '# expect not json: .items[*].phase = Failed',
      output: '{"items":[{"phase":"Running"}]}',
      met: true,
    },
    { directive: '# expect not json: .phase = Failed', output: 'no JSON', met: false },
    {
      directive: '# expect json: .ip = ${VIP}',
      output: '{"ip":"10.1.2.3"}',
      variables: { VIP: '10.1.2.3' },
      met: true,
    },
  ],
  parse,
  watch: ({ steps, value }, asked) => {
    const wanted = wantedOf(value, asked);
    if (wanted && 'result' in wanted) return { take: () => true, finding: () => wanted };
    return watchJson((document) => findingOf(document, steps, wanted, asked));
  },
  describe: ({ path, value }) => (value === undefined ? `a value at ${path}` : `${path} = ${value.text}`),
  variables: ({ value }) => (value?.pattern === undefined ? [] : variablesIn(value.pattern)),
};

function parse(text: string): { readonly args: JsonArgs } | { readonly problem: ParseProblem } {
  const path = parsePath(text);
  if (!path) return pathProblem(text, 'A JSON path starts with a dot', `Write for example \`.${text}\`.`, 0);
  const [written, equals, rest = ''] = /^\s*(=?)\s*(.*)$/s.exec(withoutNote(text.slice(path.end))) ?? [];
  const args = { path: text.slice(0, path.end), steps: path.steps };
  if (written === '' || written === undefined) return { args };
  if (!equals || /^\s*==/.test(written)) {
    const hint = 'Write `.path`, `.path[0]`, `.path[*].key` or `.["a key"]`, and ` = VALUE` behind it.';
    return pathProblem(
      text,
      `Unexpected \`${written.trim()}\` behind the path \`${args.path}\``,
      hint,
      path.end,
    );
  }
  if (rest === '') {
    const hint = 'Write the value, or leave `=` out to ask only whether something is there.';
    return pathProblem(text, 'Nothing stands behind `=`', hint, path.end);
  }
  return {
    args: { ...args, value: isJson(rest) ? { text: rest } : { text: rest, pattern: parsePattern(rest) } },
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function pathProblem(text: string, message: string, hint: string, from: number) {
  return {
    problem: { code: 'parse/bad-json-path', message: `${message}.`, hint, from, to: text.length },
  } as const;
}

function withoutNote(text: string): string {
  const quoted = /^\s*=\s*"(?:[^"\\]|\\.)*"/.exec(text)?.[0] ?? '';
  return (
    quoted +
    text
      .slice(quoted.length)
      .replace(/(?:^|\s)[—←#](?=\s|$).*$/su, '')
      .trimEnd()
  );
}

/** A value to compare with: JSON as it stands, anything else is a pattern for the whole of a string. */
type Wanted = { readonly equal: Json } | { readonly pattern: Pattern };

function wantedOf(value: WrittenValue | undefined, { variables }: Asked): Wanted | Finding | undefined {
  if (value === undefined) return undefined;
  const { text, pattern } = value;
  if (pattern === undefined) return { equal: JSON.parse(text) as Json };
  return unsetIn(pattern, variables) ?? { pattern: fillPattern(pattern, variables) };
}

function findingOf(
  document: Json,
  steps: readonly PathStep[],
  wanted: Wanted | undefined,
  { negated }: Asked,
): Finding {
  const found = valuesAt(document, steps);
  const values = found.flatMap((place) => ('missing' in place ? [] : [place]));
  const gone = found.find((place) => 'missing' in place);
  if (wanted === undefined)
    return existence(
      values.filter(({ value }) => value !== null),
      found.length,
    );
  if (gone) return { result: 'unknown', errored: false, actual: `there is no ${gone.missing}` };
  if (values.length === 0) return { result: 'missing', actual: 'the list is empty' };
  const fits = values.filter(({ value }) => isEqual(value, wanted));
  const met = negated && hasEvery(steps) ? fits.length > 0 : fits.length === values.length;
  const shown = values.find((place) => fits.includes(place) === negated) ?? values[0];
  const line = `${shown?.path} = ${JSON.stringify(shown?.value ?? null)}`;
  if (!met) return { result: 'missing', actual: line };
  return { result: 'found', where: { line, from: 1, to: line.length + 1 } };
}

function existence(there: readonly { readonly path: string }[], asked: number): Finding {
  if (asked > 0 && there.length === asked) return { result: 'found' };
  return { result: 'missing', actual: asked === 0 ? 'the list is empty' : 'nothing, or null' };
}

function isEqual(value: Json, wanted: Wanted): boolean {
  if ('equal' in wanted) return JSON.stringify(sorted(value)) === JSON.stringify(sorted(wanted.equal));
  return typeof value === 'string' && matchesField(wanted.pattern.parts, value);
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
