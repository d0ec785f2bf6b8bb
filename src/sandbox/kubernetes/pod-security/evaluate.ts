import { baselineChecks } from './baseline-checks.ts';
import type { Check, PodLike, Violation } from './check.ts';
import type { LevelVersion } from './policy.ts';
import { restrictedChecks } from './restricted-checks.ts';

/** What a pod does that a policy forbids, in the order of the texts. */
export function violationsOf(pod: PodLike, { level, version }: LevelVersion): readonly Violation[] {
  const minor = version === 'latest' ? Number.POSITIVE_INFINITY : version;
  return checksOf(level, minor).flatMap(({ check }) => check(pod, minor) ?? []);
}

function checksOf(level: LevelVersion['level'], minor: number): readonly Check[] {
  if (level === 'privileged') return [];
  const baseline = baselineChecks.filter(({ since }) => minor >= since);
  if (level === 'baseline') return baseline;
  const restricted = restrictedChecks.filter(({ since }) => minor >= since);
  const overridden = restricted.map(({ overrides }) => overrides);
  return [...baseline.filter(({ id }) => !overridden.includes(id)), ...restricted];
}

/** `privileged (container "a" must not …), hostPort (…)`. */
export const violationsInFull = (violations: readonly Violation[]): string =>
  violations.map(({ reason, detail }) => (detail ? `${reason} (${detail})` : reason)).join(', ');

/** `privileged, hostPort`. */
export const violationsInShort = (violations: readonly Violation[]): string =>
  violations.map(({ reason }) => reason).join(', ');
