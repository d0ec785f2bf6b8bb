import type { Runbook } from '../model/runbook.ts';
import { blocksOf, segmentsOf } from '../model/statements.ts';
import type { Remark } from './remarks.ts';

/**
 * Expectations that judge fewer commands than before, as an arrow above them became an expectation of its own. Both
 * runbooks are of the same document, before and after.
 */
export function narrowedRemarks(before: Runbook, after: Runbook): readonly Remark[] {
  const starts = new Map(placesIn(before).map(({ key, first }) => [key, first]));
  return placesIn(after).flatMap(({ key, first, expectation, segment }) => {
    if (!starts.has(key) || starts.get(key) === first) return [];
    const line = segment.statements[0]?.span.start.line ?? 0;
    const message = `\`${expectation.source}\` judges only what is printed from line ${line} on, since an arrow above became an expectation`;
    return [{ span: expectation.span, message }];
  });
}

/** An expectation is known by the statement above it and its own text. */
function placesIn(runbook: Runbook) {
  return segmentsOf(blocksOf(runbook)).flatMap((segment) =>
    segment.expectations.map((expectation) => ({
      key: `${segment.statements.at(-1)?.id} ${expectation.source}`,
      first: segment.statements[0]?.id,
      expectation,
      segment,
    })),
  );
}
