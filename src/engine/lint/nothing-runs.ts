import type { Span } from '../model/source.ts';
import { blocksOf, runsNothing } from '../model/statements.ts';
import { pointAt } from '../parse/lines.ts';
import type { Page } from '../parse/page.ts';
import type { Rule } from './rule.ts';

/** Finds pages all of whose blocks are skipped or done by a person. */
export const nothingRuns: Rule = {
  code: 'parse/nothing-runs',
  severity: 'note',
  onlyIfSound: true,
  check(page, report) {
    if (!hasBlocks(page) || !runsNothing(page.runbook)) return;
    const message =
      'Every block of this page is skipped or done by a person: a run of it does nothing, and passes.';
    const hint = 'Leave `skip` or `manual` out where a run is to say something.';
    report({ message, hint, span: firstFence(page) });
  },
};

function hasBlocks({ runbook }: Page): boolean {
  return blocksOf(runbook).some(({ segments }) => segments.length > 0);
}

function firstFence({ fences: [first], lines }: Page): Span {
  const start = pointAt(lines, 1, 1);
  return first?.fence.opening ?? { file: lines.file, start, end: start };
}
