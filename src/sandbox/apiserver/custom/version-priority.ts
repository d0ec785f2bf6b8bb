const pattern = /^v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?$/;

/**
 * Sorts versions as discovery lists them: stable before beta before alpha, newer before older, others last.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority
 */
export function byPriority(a: string, b: string): number {
  const [rankA, rankB] = [rank(a), rank(b)];
  if (!rankA || !rankB) return rankA ? -1 : rankB ? 1 : a < b ? -1 : 1;
  const at = rankA.findIndex((part, index) => part !== rankB[index]);
  return at < 0 ? 0 : (rankB[at] ?? 0) - (rankA[at] ?? 0);
}

function rank(version: string): readonly number[] | undefined {
  const [, major, stage, minor] = pattern.exec(version) ?? [];
  if (!major) return undefined;
  const stability = stage === 'alpha' ? 0 : stage === 'beta' ? 1 : 2;
  return [stability, Number(major), Number(minor ?? 0)];
}
