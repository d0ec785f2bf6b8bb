import { acceptsExit } from '../../expectations/judge-expectation.ts';
import type { Expectation, Statement } from '../../model/runbook.ts';
import { ownPipeline, readerGone } from '../../shell/failed-command.ts';

const failing = Array.from({ length: 255 }, (_, index) => index + 1);

/**
 * Which statuses are as good as success, as a word of `rb_try`: a list for each part of the pipeline that the statement
 * is, divided by `/`, or one for all else; `any` for all of them. Undefined when it is only 0 for the one part there is.
 * The script knows no more: what fails inside of loops, functions and substitutions it doesn't see.
 */
export function acceptedExits(
  { action }: Statement,
  expectations: readonly Expectation[],
  judged: boolean,
): string | undefined {
  const own = action.kind === 'shell' ? ownPipeline(action.script) : undefined;
  const one = { isSearch: false, isCount: false };
  const members = own === undefined || own.negated ? [one] : own.members;
  const lists = members.map(({ isSearch, isCount }, index) => {
    const final = index === members.length - 1;
    const accepted = failing.filter((status) => {
      if (!final && (status === readerGone || (status === 1 && isSearch))) return true;
      const failed = { status, ofStatement: final ? status : 0, final, judged, isSearch, isCount };
      return expectations.some((expectation) => acceptsExit(expectation, failed));
    });
    return accepted.length === failing.length ? 'any' : [0, ...accepted].join(',');
  });
  return lists.length === 1 && lists[0] === '0' ? undefined : lists.join('/');
}
