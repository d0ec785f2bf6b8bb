/** What a promise gives, or undefined when it takes longer than a duration such as `1h10m`, `500ms` or `0.5s`. */
export async function within<T>(duration: string | undefined, work: Promise<T>): Promise<T | undefined> {
  const limitMs = duration === undefined ? 0 : milliseconds(duration);
  if (limitMs === 0) return work;
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), limitMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** @see https://gateway-api.sigs.k8s.io/geps/gep-2257/ ; `0s` means no limit. Istio's durations may have fractions. */
export const milliseconds = (duration: string): number =>
  [...duration.matchAll(/([\d.]+)(ms|h|m|s)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0),
    0,
  );

/** Waits so many milliseconds. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
