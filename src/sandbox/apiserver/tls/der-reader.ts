/** A value in DER, with what it is made of. @see ITU-T X.690 §8 */
export type DerValue = {
  readonly tag: number;
  /** Tag, length and content. */
  readonly raw: Uint8Array;
  readonly content: Uint8Array;
};

const constructed = 0x20;

/** Reads the values that some bytes consist of. @throws Error in the words of Go's decoder */
export function readDer(bytes: Uint8Array): readonly DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const value = readOne(bytes.subarray(at));
    values.push(value);
    at += value.raw.length;
  }
  return values;
}

function readOne(bytes: Uint8Array): DerValue {
  const tag = bytes[0] ?? 0;
  const { length, size } = lengthAt(bytes);
  const end = 1 + size + length;
  if (end > bytes.length) throw new Error('asn1: syntax error: data truncated');
  return { tag, raw: bytes.subarray(0, end), content: bytes.subarray(1 + size, end) };
}

function lengthAt(bytes: Uint8Array): { readonly length: number; readonly size: number } {
  const first = bytes[1];
  if (first === undefined) throw new Error('asn1: syntax error: truncated tag or length');
  if (first < 0x80) return { length: first, size: 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw new Error('asn1: structure error: length too large');
  const digits = bytes.subarray(2, 2 + count);
  return { length: digits.reduce((sum, byte) => sum * 256 + byte, 0), size: 1 + count };
}

/** What a sequence, a set or an explicit tag holds. @throws Error when it is something else */
export function partsOf(value: DerValue | undefined): readonly DerValue[] {
  if (!value || !(value.tag & constructed)) throw new Error("asn1: structure error: tags don't match");
  return readDer(value.content);
}

/** `2.5.4.3`. */
export function objectIdOf(value: DerValue | undefined): string {
  const [first = 0, ...rest] = value?.content ?? [];
  const numbers = [Math.min(Math.floor(first / 40), 2), first - 40 * Math.min(Math.floor(first / 40), 2)];
  let number = 0;
  for (const byte of rest) {
    number = number * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(number);
      number = 0;
    }
  }
  return numbers.join('.');
}
