const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?\d+))?$/;

const decimal = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const nano = 9;

/**
 * The form in which the API server stores an amount: without a fraction, and with the largest suffix that leaves
 * none: `500m` for `0.5`, `1Gi` for `1024Mi`. More than nine decimals are rounded up.
 * @see https://pkg.go.dev/k8s.io/apimachinery/pkg/api/resource#Quantity
 */
export function canonicalQuantity(text: string): string {
  const [, sign = '', whole = '', fraction = '', power, unit = '', exponent] = parts.exec(text) ?? [];
  if (!whole && !fraction) return text;
  const scale = exponent === undefined ? 3 * (decimal.indexOf(unit) - decimal.indexOf('')) : Number(exponent);
  const factor = power ? 1024n ** BigInt(binary.indexOf(power)) : 1n;
  const nanos = scaled(BigInt(whole + fraction) * factor, nano + scale - fraction.length);
  if (nanos === 0n) return '0';
  const minus = sign === '-' ? '-' : '';
  if (power && nanos >= 1024n * 10n ** BigInt(nano)) return minus + inBinary(scaled(nanos, -nano));
  const { mantissa, thousands } = inThousands(nanos);
  const suffix = exponent === undefined ? decimal[thousands] : exponentOf(3 * (thousands - 3));
  return `${minus}${mantissa}${suffix}`;
}

/** Times a power of ten, rounded up. */
function scaled(value: bigint, power: number): bigint {
  if (power >= 0) return value * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (value + divisor - 1n) / divisor;
}

function inThousands(nanos: bigint): { readonly mantissa: bigint; readonly thousands: number } {
  let mantissa = nanos;
  let thousands = 0;
  while (mantissa % 1000n === 0n && thousands < decimal.length - 1) {
    mantissa /= 1000n;
    thousands++;
  }
  return { mantissa, thousands };
}

function inBinary(bytes: bigint): string {
  let mantissa = bytes;
  let powers = 0;
  while (mantissa % 1024n === 0n && powers < binary.length - 1) {
    mantissa /= 1024n;
    powers++;
  }
  return `${mantissa}${binary[powers]}`;
}

const exponentOf = (power: number): string => (power === 0 ? '' : `e${power}`);
