/** So many digits of pi, as `3.14…`, by Machin's formula in integers. */
export function piDigits(count: number): string {
  const guard = 10;
  const unit = 10n ** BigInt(Math.max(0, count - 1) + guard);
  const pi = 4n * (4n * arctan(5n, unit) - arctan(239n, unit));
  const rounded = (pi + 5n * 10n ** BigInt(guard - 1)) / 10n ** BigInt(guard);
  const digits = String(rounded);
  return count > 1 ? `${digits[0]}.${digits.slice(1)}` : (digits[0] ?? '3');
}

/** The arcus tangent of `1/x`, times `unit`. */
function arctan(x: bigint, unit: bigint): bigint {
  let [term, sum, divisor, sign] = [unit / x, unit / x, 1n, -1n];
  const square = x * x;
  while (term !== 0n) {
    term /= square;
    divisor += 2n;
    sum += (sign * term) / divisor;
    sign = -sign;
  }
  return sum;
}
