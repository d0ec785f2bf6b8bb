import type { Runbook } from '../../model/runbook.ts';
import { blocksOf, statementsOf } from '../../model/statements.ts';
import { defaultTimeoutMs } from '../../plan/policy.ts';
import { simpleCommands } from '../../shell/simple-commands.ts';
import type { Remark } from '../format.ts';

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000 };

/** Commands that may wait longer than a statement may take: `kubectl wait --timeout=180s`. */
export function longWaits(runbook: Runbook): readonly Remark[] {
  if (runbook.meta.timeoutMs !== undefined) return [];
  const blocks = blocksOf(runbook).filter(({ options }) => options.timeoutMs === undefined);
  return statementsOf(blocks).flatMap(({ action, span }): readonly Remark[] => {
    if (action.kind !== 'shell') return [];
    const long = timeoutsIn(action.script).find((each) => msOf(each) >= defaultTimeoutMs);
    if (long === undefined) return [];
    const message = `\`${long}\` may take longer than the ${defaultTimeoutMs / 60_000} minutes that a statement has: give the fence a longer \`timeout=\`.`;
    return [{ kind: 'note', at: { from: span.start.offset, to: span.start.offset }, message }];
  });
}

/** The timeouts that commands are given, as they write it: `--timeout=180s`, `--timeout 3m`. */
function timeoutsIn(script: string): readonly string[] {
  return simpleCommands(script).flatMap(({ words }) =>
    words.flatMap(({ value }, at) => {
      if (value === '--timeout') return `${value} ${words[at + 1]?.value ?? ''}`;
      return value.startsWith('--timeout=') ? value : [];
    }),
  );
}

function msOf(timeout: string): number {
  const [, number, unit = ''] = /[= ](\d+)([hms])$/.exec(timeout) ?? [];
  return Number(number ?? 0) * (units[unit] ?? 0);
}
