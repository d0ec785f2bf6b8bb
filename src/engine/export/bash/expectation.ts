import type { AppliedArgs } from '../../expectations/applied-finding.ts';
import { asksForStatus } from '../../expectations/find-status.ts';
import { parseJson } from '../../expectations/json-number.ts';
import { asksForConflict } from '../../expectations/kinds/applied.ts';
import type { ExitArgs } from '../../expectations/kinds/exit.ts';
import type { JsonArgs } from '../../expectations/kinds/json.ts';
import type { JsonOutputArgs } from '../../expectations/kinds/json-output.ts';
import type { OutputArgs } from '../../expectations/kinds/output.ts';
import type { Pattern } from '../../expectations/pattern.ts';
import type { Json } from '../../model/json.ts';
import type { Expectation, ObjectArgs } from '../../model/runbook.ts';
import { expectationTitle } from '../../report/lines.ts';
import { patternWords } from './pattern-words.ts';
import { UnsupportedRegex } from './regex/parse-regex.ts';
import { regexText } from './regex/regex-text.ts';
import { UnsupportedJson, wantedObject, wantedOutput, wantedValue } from './wanted-json.ts';
import { word } from './words.ts';

/** What finds each kind's thing in an output: a call of a function of the runtime, but for the words before it. */
const finders: Readonly<Record<string, (args: Json) => string>> = {
  applied: (args) => called(['rb_says', ...appliedWords(args as AppliedArgs)]),
  exact: (args) => called(['rb_exact', ...patternWords(args as Pattern)]),
  exit: (args) => called(['rb_exit_is', String((args as ExitArgs).status)]),
  json: (args) => called(['rb_json', ...jsonWords(args as JsonArgs)]),
  'json-output': (args) => {
    const { text, exact, unordered } = args as JsonOutputArgs;
    refuseUnordered(unordered);
    const { wanted, variables } = wantedOutput(parseJson(text));
    return called(['rb_json_has', variables, exact ? 'exact' : 'subset', wanted]);
  },
  'no-output': () => 'rb_silence',
  object: (args) => {
    const { document, object, unordered } = args as ObjectArgs;
    refuseUnordered(unordered);
    const { wanted, variables } = wantedObject(object);
    return called(['rb_object', variables, String(document), wanted]);
  },
  output: (args) => {
    const { verbatim, unordered } = args as OutputArgs;
    if (verbatim) throw new UnsupportedFence('compare an output character by character (`verbatim`)');
    refuseUnordered(unordered);
    return linesText(args as OutputArgs);
  },
  regex: (args) => `rb_matches ${regexText(String(args))}`,
  row: (args) => called(['rb_row', ...patternWords(args as Pattern)]),
  text: (args) => {
    const pattern = args as Pattern;
    const find = asksForStatus(pattern) ? 'rb_response' : pattern.quoted ? 'rb_chars' : 'rb_words';
    return called([find, ...patternWords(pattern)]);
  },
};

/** The call that looks for the lines of an `output` fence, a line of it on a line of the script. */
function linesText({ runs, gapBefore, gapBehind, exact }: OutputArgs): string {
  const rows = runs.map((run) =>
    run
      .map(({ ways }) => ways.map((pattern) => patternWords(pattern).map(word).join(' ')).join(" '|' "))
      .join(" '&' \\\n  "),
  );
  return `rb_lines ${placeOf(exact && !gapBefore, exact && !gapBehind)} \\\n  ${rows.join(' -- \\\n  ')}`;
}

function placeOf(fromStart: boolean, toEnd: boolean): string {
  if (fromStart) return toEnd ? 'whole' : 'start';
  return toEnd ? 'end' : 'anywhere';
}

/** What a script can't do with a fence. */
class UnsupportedFence extends Error {}

function refuseUnordered(unordered: true | undefined): void {
  if (unordered) throw new UnsupportedFence('compare in any order (`unordered`)');
}

function called(words: readonly string[]): string {
  return words.map(word).join(' ');
}

function appliedWords(args: AppliedArgs): readonly string[] {
  const { object = '' } = args;
  return 'result' in args
    ? ['result', args.result, object]
    : ['condition', args.condition, args.status, object];
}

/** Arguments of `rb_json`, which looks at a path for anything, or for a value. */
function jsonWords({ steps, value }: JsonArgs): readonly string[] {
  const words = steps.map((step) => {
    if (step.kind === 'key') return step.key;
    if (step.kind === 'where') throw new UnsupportedJson(`filter a list by \`${step.text}\``);
    return step.kind === 'index' ? step.index : null;
  });
  if (value === undefined) return ['', JSON.stringify(words), '='];
  const { wanted, variables } = wantedValue(value);
  return [variables, JSON.stringify(words), value.sign, wanted];
}

const unsupported = [UnsupportedRegex, UnsupportedJson, UnsupportedFence];

/** Why the script can't judge an expectation: what its kind would have to do. Undefined when it can. */
export function cannotExpect({ kind, args }: Expectation): string | undefined {
  const find = finders[kind];
  if (find === undefined) return `judge the kind \`${kind}\``;
  if (kind === 'applied' && asksForConflict(args)) return 'tell a conflict from another refusal';
  try {
    find(args);
    return undefined;
  } catch (error) {
    if (unsupported.some((type) => error instanceof type)) return (error as Error).message;
    throw error;
  }
}

/**
 * The line that judges one expectation. One that says `within` or `for` sees the newest output of what is repeated;
 * others see all statements of the segment.
 */
export function expectationText(expectation: Expectation): string {
  const { kind, args, negated, stream, withinMs, forMs, span } = expectation;
  const scope = withinMs === undefined && forMs === undefined ? 'all' : 'last';
  const words = [expectationTitle(expectation), ...(negated ? ['not'] : []), scope, stream];
  return `rb_expect ${span.start.line} ${called(words)} ${finders[kind]?.(args) ?? ''}`;
}
