import type { Json } from '../../model/json.ts';
import { isList, isMap } from '../json-map.ts';
import { parseJson } from '../json-number.ts';
import { type Difference, differenceOf, isAnything } from '../json-subset.ts';
import { watchJson } from '../json-text.ts';
import { readWrittenJson } from '../json-written.ts';
import type { ExpectationKind, Finding, ParseProblem } from '../kind.ts';
import { unsetIn } from '../missing-pattern.ts';
import { parseWhole, variablesIn } from '../pattern.ts';

/** The body of the fence as written, so that places in it can be told. */
export type JsonOutputArgs = { readonly text: string; readonly exact: boolean; readonly unordered?: true };

/** A `json output` fence below a block: standard output is JSON that has all of this. */
export const jsonOutput: ExpectationKind<JsonOutputArgs> = {
  name: 'json-output',
  syntax: '```json output',
  summary:
    'Standard output is JSON with these keys and values; it may have other keys, but not with `exact`. `"..."` is any ' +
    'value. Lists match item by item, in this order; with `"..."` among them others may stand between, with `unordered` ' +
    'they may be in any order.',
  readsOutput: true,
  stream: 'stdout',
  examples: [
    {
      fence: '```json output\n{ "kind": "Pod", "status": { "phase": "Running" } }\n```',
      output: '{"kind":"Pod","spec":{},"status":{"phase":"Running"}}',
      met: true,
    },
    {
      fence: '```json output\n{ "status": { "phase": "Running" } }\n```',
      output: '{"status":{"phase":"Pending"}}',
      met: false,
    },
    {
      fence: '```json output\n{ "name": "web-...", "ip": "10.x.x.x", "uid": "..." }\n```',
      output: '{"name":"web-6b9","ip":"10.1.2.3","uid":null}',
      met: true,
    },
    { fence: '```json output\n{ "replicas": 3 }\n```', output: '{"replicas":"3"}', met: false },
    { fence: '```json output\n{ "uid": "..." }\n```', output: '{}', met: false },
    { fence: '```json output\n[1, 2]\n```', output: '[1,2,3]', met: false },
    { fence: '```json output\n[1, "...", 3]\n```', output: '[0,1,2,3]', met: true },
    { fence: '```json output\n["...", 3, 1]\n```', output: '[1,2,3]', met: false },
    { fence: '```json output unordered\n[1, 2]\n```', output: '[2,1]', met: true },
    { fence: '```json output unordered\n[1, 1]\n```', output: '[1,2]', met: false },
    { fence: '```json output exact\n{ "a": 1 }\n```', output: '{"a":1,"b":2}', met: false },
    {
      fence: '```json output\n{ "ip": "${VIP}" }\n```',
      output: '{"ip":"10.1.2.3"}',
      variables: { VIP: '10.1.2.3' },
      met: true,
    },
    { fence: '```json output\n{}\n```', output: 'no JSON', met: false },
  ],
  parse: (text, words = new Set()) => {
    const problem = words.has('verbatim') ? notVerbatim : problemOf(text);
    if (problem) return { problem };
    return {
      args: { text, exact: words.has('exact'), ...(words.has('unordered') ? { unordered: true } : {}) },
    };
  },
  watch: ({ text, exact, unordered = false }, { variables }) => {
    const wanted = parseJson(text);
    const unset = textsIn(wanted)
      .map((each) => unsetIn(parseWhole(each), variables))
      .find((finding) => finding);
    if (unset) return { take: () => true, finding: () => unset };
    return watchJson((document) => {
      const difference = differenceOf(wanted, document, { variables, exact, unordered });
      return difference ? explain(difference, text) : { result: 'found' };
    });
  },
  describe: ({ exact }) => (exact ? 'exactly this JSON' : 'JSON with these values'),
  variables: ({ text }) => [...new Set(textsIn(parseJson(text)).flatMap(variablesOfText))],
};

function variablesOfText(text: string): readonly string[] {
  return variablesIn(parseWhole(text));
}

const notVerbatim: ParseProblem = {
  code: 'parse/conflicting-options',
  message: '`verbatim` compares characters, and `json output` the values of a document.',
  hint: 'Leave `verbatim` out, or fence the text as `output verbatim`.',
  from: 0,
  to: 0,
};

function problemOf(text: string): ParseProblem | undefined {
  if (text.trim() === '') {
    const hint =
      'Write what the command prints; to require silence write `# expect: no output` in the block.';
    return { code: 'parse/empty-expectation', message: 'This output is empty.', hint, from: 0, to: 0 };
  }
  const read = readWrittenJson(text);
  if ('fault' in read) return { code: 'parse/bad-json', ...read.fault };
  if (!isAnything(parseJson(text))) return undefined;
  const hint = 'Write keys and values that must be there, or `{}` for any object.';
  return { code: 'parse/cannot-fail', message: 'This is any JSON at all.', hint, from: 0, to: 0 };
}

/** The values that are texts, each of which may be a pattern. */
function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (isList(value)) return value.flatMap(textsIn);
  return isMap(value) ? Object.values(value).flatMap(textsIn) : [];
}

function explain({ wantedPath, expected, actual, list }: Difference, text: string): Finding {
  const read = readWrittenJson(text);
  const offset = 'places' in read ? (read.places.get(wantedPath || '.') ?? 0) : 0;
  const hint = list === undefined ? {} : { hint: `No item of ${list} has it all; this one comes nearest.` };
  return { result: 'missing', expected, actual, at: text.slice(0, offset).split('\n').length, ...hint };
}
