import type { Json } from '../../model/json.ts';
import { alikeHint, codePoints, looksLike } from '../alike.ts';
import { compares, type Sign } from '../json-compare.ts';
import { isNumber, parseJson } from '../json-number.ts';
import { hasEvery, type PathStep, parsePath, valuesAt } from '../json-path.ts';
import { watchJson } from '../json-text.ts';
import type { Asked, ExpectationKind, Finding, ParseProblem } from '../kind.ts';
import { matchesField } from '../match.ts';
import { unsetIn } from '../missing-pattern.ts';
import { fillPattern, type Pattern, parsePattern, variablesIn } from '../pattern.ts';

/** A value as written, without its note: JSON, or else a pattern for the whole of a text. */
type WrittenValue = { readonly sign: Sign; readonly text: string; readonly pattern?: Pattern };

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
    'Standard output is JSON with this value at the path; without a value something is there. `at least`, `at most`, ' +
    '`more than` and `less than`, or their signs, compare numbers. With `[*]` it holds for every item, with a filter ' +
    'such as `[?(@.type=="Ready")]` for those that meet it, with `not` for none.',
  readsOutput: true,
  stream: 'stdout',
  examples: [
    { directive: '# expect json: .spec.replicas = 3', output: '{"spec":{"replicas":3}}', met: true },
    { directive: '# expect json: .spec.replicas = 3', output: '{"spec":{"replicas":13}}', met: false },
    { directive: '# expect json: .spec.replicas = "3"', output: '{"spec":{"replicas":3}}', met: false },
    { directive: '# expect json: .phase = Running', output: '{"phase":"Running"}', met: true },
    { directive: '# expect json: .phase = Running', output: '{"phase":{}}', met: false },
    { directive: '# expect json: .ready at least 2', output: '{"ready":3}', met: true },
    { directive: '# expect json: .ready >= 2', output: '{"ready":1}', met: false },
    {
      directive: '# expect json: .conditions[?(@.type=="Ready")].status = True',
      output: '{"conditions":[{"type":"Up","status":"False"},{"type":"Ready","status":"True"}]}',
      met: true,
    },
    {
      directive: '# expect not json: .conditions[?(@.type=="Ready")].status = True',
      output: '{"conditions":[{"type":"Up","status":"False"}]}',
      met: false,
    },
    {
      directive: '# expect json: .id = 12345678901234567890',
      output: '{"id":12345678901234567891}',
      met: false,
    },
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
  describe: ({ path, value }) =>
    value === undefined ? `a value at ${path}` : `${path} ${value.sign} ${value.text}`,
  variables: ({ value }) => (value?.pattern === undefined ? [] : variablesIn(value.pattern)),
};

/** How a value may be compared with what is written behind. */
const signs: ReadonlyMap<string, Sign> = new Map<string, Sign>([
  ['=', '='],
  ['at least', '>='],
  ['at most', '<='],
  ['more than', '>'],
  ['less than', '<'],
  ['>=', '>='],
  ['<=', '<='],
  ['>', '>'],
  ['<', '<'],
]);

const comparison = /^\s*(at least|at most|more than|less than|>=|<=|>|<|=(?!=))?\s*(.*)$/s;

function parse(text: string): { readonly args: JsonArgs } | { readonly problem: ParseProblem } {
  const path = parsePath(text);
  if (!path) return pathProblem(text, 'A JSON path starts with a dot', `Write for example \`.${text}\`.`, 0);
  const rest = withoutNote(text.slice(path.end));
  const args = { path: text.slice(0, path.end), steps: path.steps };
  const [, word = '', written = ''] = comparison.exec(rest) ?? [];
  const sign = signs.get(word);
  if (sign === undefined && written === '') return { args };
  if (sign === undefined) {
    const message = `Unexpected \`${written.trim()}\` behind the path \`${args.path}\``;
    return pathProblem(text, message, pathHint(written), path.end);
  }
  if (written === '') {
    const hint = 'Write the value, or leave it out to ask only whether something is there.';
    return pathProblem(text, `Nothing stands behind \`${word}\``, hint, path.end);
  }
  const json = jsonOf(written);
  if (sign !== '=' && !isNumber(json)) {
    return pathProblem(
      text,
      `\`${word}\` compares numbers, and \`${written}\` is none`,
      'Write a number.',
      path.end,
    );
  }
  const pattern = json === undefined ? { pattern: parsePattern(written) } : {};
  return { args: { ...args, value: { sign, text: written, ...pattern } } };
}

function pathHint(written: string): string {
  if (written.startsWith('[?')) return 'A filter is one comparison: `[?(@.type=="Ready")]`.';
  return 'Write `.path`, `.path[0]`, `.path[*].key` or `.["a key"]`, and ` = VALUE` or ` at least 2` behind it.';
}

function jsonOf(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
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
type Wanted = { readonly sign: Sign; readonly value: Json } | { readonly pattern: Pattern };

function wantedOf(value: WrittenValue | undefined, { variables }: Asked): Wanted | Finding | undefined {
  if (value === undefined) return undefined;
  const { sign, text, pattern } = value;
  if (pattern === undefined) return { sign, value: parseJson(text) };
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
  if (values.length === 0) return noItem(steps);
  const fits = values.filter(({ value }) => fitsWanted(value, wanted));
  const met = negated && hasEvery(steps) ? fits.length > 0 : fits.length === values.length;
  const shown = values.find((place) => fits.includes(place) === negated) ?? values[0];
  const line = `${shown?.path} = ${JSON.stringify(shown?.value ?? null)}`;
  if (!met) return alike(shown, wanted) ?? { result: 'missing', actual: line };
  return { result: 'found', where: { line, from: 1, to: line.length + 1 } };
}

function existence(there: readonly { readonly path: string }[], asked: number): Finding {
  if (asked > 0 && there.length === asked) return { result: 'found' };
  return { result: 'missing', actual: asked === 0 ? 'the list is empty' : 'nothing, or null' };
}

/** A text that looks like the one that is wanted and is another one. */
function alike(
  shown: { readonly path: string; readonly value: Json } | undefined,
  wanted: Wanted,
): Finding | undefined {
  const text = 'pattern' in wanted ? wanted.pattern.text : wanted.value;
  const value = shown?.value;
  if (typeof text !== 'string' || typeof value !== 'string' || !looksLike(text, value)) return undefined;
  const [expected, actual] = [codePoints(text), codePoints(value)].map(
    (each) => `${shown?.path} = "${each}"`,
  );
  return { result: 'missing', expected: expected ?? '', actual: actual ?? '', hint: alikeHint };
}

/** With a filter that no item meets nothing can be said; of an empty list all of its items are as they should be. */
function noItem(steps: readonly PathStep[]): Finding {
  const where = steps.find((step) => step.kind === 'where');
  if (where === undefined) return { result: 'missing', actual: 'the list is empty' };
  return { result: 'unknown', errored: false, actual: `no item is as ${where.text} asks` };
}

function fitsWanted(value: Json, wanted: Wanted): boolean {
  if ('pattern' in wanted) return typeof value === 'string' && matchesField(wanted.pattern.parts, value);
  return compares(value, wanted.sign, wanted.value);
}
