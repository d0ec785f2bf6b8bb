const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?\d+))?$/;

const decimal = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const nano = 9;
const one = 10n ** BigInt(nano);

/** An amount of a resource, exact; `isBinary` is how it is printed. */
export type Amount = { readonly nanos: bigint; readonly isBinary: boolean };

/**
 * Reads an amount such as `500m` or `64Mi`; what isn't one counts as nothing.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function amountOf(text: unknown): Amount {
  const [, sign = '', whole = '', fraction = '', power, unit = '', exponent] =
    pattern.exec(String(text)) ?? [];
  if (!whole && !fraction) return { nanos: 0n, isBinary: false };
  const factor = power ? 1024n ** BigInt(binary.indexOf(power)) : 1n;
  const scale = exponent === undefined ? 3 * (decimal.indexOf(unit) - decimal.indexOf('')) : Number(exponent);
  const digits = BigInt(whole + fraction) * factor;
  const nanos = shifted(digits, nano + scale - fraction.length);
  return { nanos: sign === '-' ? -nanos : nanos, isBinary: power !== undefined };
}

/** Times a power of ten, rounded up. */
function shifted(value: bigint, power: number): bigint {
  if (power >= 0) return value * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (value + divisor - 1n) / divisor;
}

export const amount = (count: number): Amount => ({ nanos: BigInt(count) * one, isBinary: false });

/** The sum is printed as the first is, unless that is nothing. */
export const plus = (a: Amount, b: Amount): Amount => ({
  nanos: a.nanos + b.nanos,
  isBinary: a.nanos === 0n ? b.isBinary : a.isBinary,
});

export const larger = (a: Amount, b: Amount): Amount => (b.nanos > a.nanos ? b : a);

/** What is left of an amount, nothing at least. */
export const minus = (a: Amount, b: Amount): Amount => ({
  ...a,
  nanos: a.nanos > b.nanos ? a.nanos - b.nanos : 0n,
});

/** With the largest suffix that leaves no fraction: `500m`, `1Gi`, `2k`. */
export function formatAmount({ nanos, isBinary }: Amount): string {
  if (nanos === 0n) return '0';
  const sign = nanos < 0n ? '-' : '';
  const size = nanos < 0n ? -nanos : nanos;
  if (isBinary && size % one === 0n && size >= 1024n * one)
    return sign + inPowers(size / one, 1024n, binary, 0);
  return sign + inPowers(size, 1000n, decimal, 0);
}

function inPowers(size: bigint, step: bigint, suffixes: readonly string[], index: number): string {
  const isLast = index === suffixes.length - 1;
  if (isLast || size % step !== 0n) return `${size}${suffixes[index]}`;
  return inPowers(size / step, step, suffixes, index + 1);
}

/** As a number of whole units, which may have a fraction. */
export const numberOf = ({ nanos }: Amount): number => Number(nanos) / Number(one);
