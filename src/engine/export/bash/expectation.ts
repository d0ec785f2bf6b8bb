import { asksForStatus } from '../../expectations/find-status.ts';
import type { ExitArgs } from '../../expectations/kinds/exit.ts';
import { fieldsOf, type Pattern } from '../../expectations/pattern.ts';
import type { Json } from '../../model/json.ts';
import type { Expectation } from '../../model/runbook.ts';
import { expectationTitle } from '../../report/lines.ts';
import { quote } from '../../shell/quote.ts';
import { fieldWords, lineWord, NoRegex } from './ere.ts';

/** A function of the runtime and what it is told behind the line, the scope and the title. */
type Check = readonly [name: string, ...words: readonly string[]];

/** What judges each kind that a line of grep can judge. */
const checks: Readonly<Record<string, (args: Json, negated: boolean) => Check>> = {
  text: (args, negated) => {
    const pattern = args as Pattern;
    if (asksForStatus(pattern) && !negated)
      return ['rb_has_status', lineWord(pattern, 'strict'), statusOf(pattern)];
    return negated
      ? ['rb_no_line', lineWord(pattern, 'loose')]
      : ['rb_has_line', lineWord(pattern, 'strict')];
  },
  row: (args, negated) => {
    const fields = fieldsOf(args as Pattern);
    return negated
      ? ['rb_no_row', ...fieldWords(fields, 'loose')]
      : ['rb_has_row', ...fieldWords(fields, 'strict')];
  },
  'no-output': (_, negated) => [negated ? 'rb_loud' : 'rb_silent'],
  exit: (args, negated) => {
    if (negated) throw new NoRegex('check that a status is another one');
    return ['rb_exits', String((args as ExitArgs).status)];
  },
};

/** The status of a pattern that is nothing but that, as a regex; else one that no response has. */
function statusOf({ parts: [, , status, ...more] }: Pattern): string {
  return status?.kind === 'status' && more.length === 0 ? status.status.replaceAll('x', '[0-9]') : 'x';
}

/** Why a script can't judge an expectation, as the end of a sentence; undefined when it can. */
export function cannotExpect({ kind, args, negated, stream, forMs }: Expectation): string | undefined {
  const check = checks[kind];
  if (check === undefined) return `judge what \`${kind}\` expects with a line of grep`;
  if (forMs !== undefined) return 'see that something stays so (`for`)';
  if (stream !== 'both') return `look at \`${stream}\` alone`;
  try {
    check(args, negated);
    return undefined;
  } catch (error) {
    if (error instanceof NoRegex) return error.message;
    throw error;
  }
}

/** The line that judges one expectation. One with `within` sees the last output of what is repeated, others all of the segment. */
export function expectationText(expectation: Expectation): string {
  const { kind, args, negated, withinMs, span } = expectation;
  const [name, ...words] = checks[kind]?.(args, negated) ?? [''];
  const scope = withinMs === undefined ? 'all' : 'last';
  return [name, span.start.line, scope, quote(expectationTitle(expectation)), ...words].join(' ');
}
