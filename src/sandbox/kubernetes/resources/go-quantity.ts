import { canonicalQuantity } from '../../apiserver/admission/canonical-quantity.ts';
import { GoText } from '../../apiserver/admission/go-value.ts';

const parts = /^(-?\d+)([KMGTPE]i|[numkMGTPE])?$/;
const decimal = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** An amount as Go prints its struct, which some errors show. */
export function goQuantity(amount: unknown): GoText {
  const text = canonicalQuantity(String(amount));
  const [, digits = '0', suffix = ''] = parts.exec(text) ?? [];
  const isBinary = suffix.endsWith('i');
  const value = isBinary ? BigInt(digits) * 1024n ** BigInt(binary.indexOf(suffix)) : BigInt(digits);
  const scale = isBinary ? 0 : 3 * (decimal.indexOf(suffix) - decimal.indexOf(''));
  const format = isBinary ? 'BinarySI' : 'DecimalSI';
  return new GoText(
    `resource.Quantity{i:resource.int64Amount{value:${value}, scale:${scale}}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:${JSON.stringify(text)}, Format:"${format}"}`,
  );
}
