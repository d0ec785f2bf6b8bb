import type { Runbook } from '../../model/runbook.ts';
import { defaultTimeoutMs } from '../../plan/policy.ts';
import type { Remark } from '../format.ts';

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000 };

/** Commands that may wait longer than a statement may take: `kubectl wait --timeout=180s`. */
export function longWaits({ steps, meta }: Runbook): readonly Remark[] {
  if (meta.timeoutMs !== undefined) return [];
  const blocks = steps
    .flatMap((step) => step.blocks)
    .filter(({ options }) => options.timeoutMs === undefined);
  const statements = blocks.flatMap(({ segments }) => segments.flatMap((segment) => segment.statements));
  return statements.flatMap(({ action, span }): readonly Remark[] => {
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
