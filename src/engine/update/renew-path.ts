import { isRawNumber, parseJson } from '../expectations/json-number.ts';
import { valuesAt } from '../expectations/json-path.ts';
import { judgeExpectation } from '../expectations/judge-expectation.ts';
import type { JsonArgs } from '../expectations/kinds/json.ts';
import { readable } from '../expectations/readable.ts';
import { joinStreams } from '../judge/join-streams.ts';
import type { Json } from '../model/json.ts';
import { secretMask } from '../model/mask.ts';
import type { Expectation } from '../model/runbook.ts';
import { parseDirective } from '../parse/directive.ts';
import { holedText } from './holed-json.ts';
import type { Renewed } from './renew.ts';
import type { Seen } from './seen.ts';

/** The value that a `json` check would have to ask for. Limits (`at least 3`) are their author's, and stay. */
export function renewPath(expectation: Expectation, { streams, others, variables }: Seen): Renewed {
  const { path, steps, value } = expectation.args as JsonArgs;
  if (value === undefined) return { why: `nothing stands at ${path}` };
  if (value.sign !== '=') return { why: 'it sets a limit, and which one is right only you can tell' };
  if (streams.some(({ truncated }) => truncated)) return { why: 'the output is too long to be kept whole' };
  const text = readable(joinStreams(streams).text);
  const found = valuesIn(text, steps);
  if (typeof found === 'string') return { why: found };
  const [first] = found;
  if (first === undefined) return { why: 'the list is empty' };
  if (new Set(found.map((each) => JSON.stringify(each))).size > 1) {
    return { why: `${path} has several values that differ` };
  }
  const before = others.flatMap((each) => {
    const there = valuesIn(readable(joinStreams(each).text), steps);
    return typeof there === 'string' ? [] : there.slice(0, 1);
  });
  const written = writtenValue(first, before);
  if (written === undefined) {
    return { why: `${path} is another each time`, hint: 'Write a limit (`at least 1`), or the path alone.' };
  }
  if (written.includes(secretMask)) return { why: 'the value is masked' };
  return checked(written, expectation, { text, variables });
}

function checked(
  written: string,
  expectation: Expectation,
  { text, variables }: { readonly text: string; readonly variables: Seen['variables'] },
): Renewed {
  const { source, args } = expectation;
  const { path } = args as JsonArgs;
  const read = parseDirective(`${source.slice(0, source.indexOf(':'))}: ${path} = ${written}`);
  if ('problem' in read) return { why: `\`${written}\` would be wrong` };
  const judgement = judgeExpectation(
    { ...expectation, args: read.directive.args },
    { text, exits: [], variables },
  );
  return judgement.met
    ? { pattern: written, args: read.directive.args }
    : { why: 'what it would become does not hold either' };
}

function valuesIn(text: string, steps: JsonArgs['steps']): readonly Json[] | string {
  try {
    const found = valuesAt(parseJson(text), steps);
    const gone = found.find((place) => 'missing' in place);
    if (gone && 'missing' in gone) return `there is no ${gone.missing}`;
    return found.flatMap((place) => ('value' in place ? [place.value] : []));
  } catch {
    return 'standard output is not JSON';
  }
}

/** As it is written behind `=`: a text as it is, in quotes where it would be read as something else. */
function writtenValue(value: Json, before: readonly Json[]): string | undefined {
  if (typeof value === 'string') {
    const text = holedText(value, before);
    if (/^[.\s…]*$/.test(text) && text !== value) return undefined;
    const isPlain = /^[^\s"'{[\]]/.test(text) && text === text.trim() && !readsAsJson(text);
    return isPlain && !/(?:^|\s)[—←#](?=\s|$)|[\n\r\t]|\s{2}/u.test(text) ? text : JSON.stringify(value);
  }
  const moves = before.some((other) => JSON.stringify(other) !== JSON.stringify(value));
  if (moves) return undefined;
  return typeof value === 'object' &&
    value !== null &&
    !isRawNumber(value) &&
    JSON.stringify(value).length > 80
    ? undefined
    : JSON.stringify(value);
}

function readsAsJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}
