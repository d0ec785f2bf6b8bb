const pattern = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

const decimal = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/**
 * The number that an amount such as `100m`, `64Mi` or `1e3` stands for; NaN when it isn't one.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantity(value: unknown): number {
  const [, digits = '', suffix = ''] = pattern.exec(String(value)) ?? [];
  if (!digits) return Number.NaN;
  if (/^[eE]./.test(suffix)) return Number(digits + suffix);
  return suffix.endsWith('i')
    ? Number(digits) * 1024 ** binary.indexOf(suffix)
    : Number(digits) * 1000 ** (decimal.indexOf(suffix) - decimal.indexOf(''));
}

/** Why a text isn't an amount, in the words of the decoder; undefined when it is one. */
export function quantityProblem(text: string): string | undefined {
  if (pattern.test(text)) return undefined;
  return /^[+-]?[0-9.]+[eEinumkKMGTP]*[-+]?[0-9]*$/.test(text)
    ? "unable to parse quantity's suffix"
    : "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
}
