import type { Runbook } from '../../model/runbook.ts';
import { blocksOf, statementsOf } from '../../model/statements.ts';
import { defaultTimeoutMs } from '../../plan/policy.ts';
import type { Remark } from '../format.ts';

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000 };

/** Commands that may wait longer than a statement may take: `kubectl wait --timeout=180s`. */
export function longWaits(runbook: Runbook): readonly Remark[] {
  if (runbook.meta.timeoutMs !== undefined) return [];
  const blocks = blocksOf(runbook).filter(({ options }) => options.timeoutMs === undefined);
  return statementsOf(blocks).flatMap(({ action, span }): readonly Remark[] => {
    if (action.kind !== 'shell') return [];
    const waits = [...action.script.matchAll(/--timeout[= ](\d+)([hms])\b/g)];
    const long = waits.find(
      ([, number, unit = '']) => Number(number) * (units[unit] ?? 0) >= defaultTimeoutMs,
    );
    if (!long) return [];
    const message = `\`${long[0]}\` may take longer than the ${defaultTimeoutMs / 60_000} minutes that a statement has: give the fence a longer \`timeout=\`.`;
    return [{ kind: 'note', at: { from: span.start.offset, to: span.start.offset }, message }];
  });
}
