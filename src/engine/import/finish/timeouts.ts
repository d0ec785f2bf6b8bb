import type { Runbook } from '../../model/runbook.ts';
import { blocksOf, statementsOf } from '../../model/statements.ts';
import { shortDuration } from '../../parse/duration.ts';
import { defaultTimeoutMs } from '../../plan/policy.ts';
import { simpleCommands } from '../../shell/simple-commands.ts';
import type { FenceSource } from '../fence-source.ts';
import type { Conversion } from '../format.ts';
import type { ImportSource } from '../import-source.ts';

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000 };

/** Gives blocks with commands that may wait longer than a statement may take, `kubectl wait --timeout=180s`, that time. */
export function longWaits(runbook: Runbook, { fences }: ImportSource): Conversion {
  if (runbook.meta.timeoutMs !== undefined) return { edits: [], remarks: [] };
  const longest = new Map<
    FenceSource,
    { readonly ms: number; readonly written: string; readonly at: number }
  >();
  for (const { action, span } of statementsOf(blocksOf(runbook))) {
    if (action.kind !== 'shell') continue;
    const at = span.start.offset;
    const fence = fences.find(({ range }) => range.from <= at && at < range.to);
    for (const written of timeoutsIn(action.script)) {
      const ms = msOf(written);
      if (fence && ms >= defaultTimeoutMs && ms > (longest.get(fence)?.ms ?? 0))
        longest.set(fence, { ms, written, at });
    }
  }
  const free = [...longest].filter(([{ info }]) => !info.words.some(({ key }) => key === 'timeout'));
  return {
    edits: free.map(([{ infoAt }, { ms }]) => ({
      from: infoAt.to,
      to: infoAt.to,
      text: ` timeout=${shortDuration(withRoom(ms))}`,
    })),
    remarks: free.map(([, { ms, written, at }]) => ({
      kind: 'note',
      at: { from: at, to: at },
      message: `\`${written}\` may take longer than the ${defaultTimeoutMs / 60_000} minutes that a statement has: the block has \`timeout=${shortDuration(withRoom(ms))}\`.`,
    })),
  };
}

/** Whole minutes, one more than the command waits. */
function withRoom(ms: number): number {
  return Math.min(24 * 60, Math.ceil(ms / 60_000) + 1) * 60_000;
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
