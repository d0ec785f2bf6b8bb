import { kindByName } from '../expectations/registry.ts';
import type { Expectation, Runbook } from '../model/runbook.ts';

/** Where something stands, and how it is spelled, says nothing about what is done. */
const spelling: ReadonlySet<string> = new Set(['span', 'spans', 'source']);

/** Whether two runbooks run and check the same, wherever it stands and however it is spelled. */
export function sameMeaning(one: Runbook, other: Runbook): boolean {
  return meaningOf(one) === meaningOf(other);
}

function meaningOf(runbook: Runbook): string {
  return JSON.stringify(runbook, (key, value: unknown) => {
    if (spelling.has(key)) return undefined;
    if (key === 'examples') return (value as readonly unknown[]).length;
    return key === 'expectations' ? (value as readonly Expectation[]).map(withoutNote) : value;
  });
}

/** What a kind looks for is told by its own words, which leave notes out; texts have them in their arguments. */
function withoutNote({ text: _, args, ...expectation }: Expectation) {
  const what = kindByName(expectation.kind)?.describe(args);
  return { ...expectation, what, ...(typeof args === 'string' ? {} : { args }) };
}
