/** One value in DER: a tag, the length of what follows, and that. @see ITU-T X.690 §8, §10 */
type Der = Buffer;

function tagged(tag: number, ...content: readonly Buffer[]): Der {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

export const sequence = (...items: readonly Der[]): Der => tagged(0x30, ...items);
export const set = (...items: readonly Der[]): Der => tagged(0x31, ...items);
export const octets = (content: Buffer): Der => tagged(0x04, content);
export const bits = (content: Buffer, unused = 0): Der => tagged(0x03, Buffer.from([unused]), content);
export const boolean = (value: boolean): Der => tagged(0x01, Buffer.from([value ? 0xff : 0]));
export const utf8 = (text: string): Der => tagged(0x0c, Buffer.from(text));

/** `[number]` around values. */
export const explicit = (number: number, ...items: readonly Der[]): Der => tagged(0xa0 | number, ...items);

/** `[number]` in place of a primitive value's own tag. */
export const implicit = (number: number, content: Buffer): Der => tagged(0x80 | number, content);

/** From big-endian bytes; a number that isn't negative never begins with a set bit. */
export const integer = (bytes: Buffer): Der =>
  tagged(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);

/** `1.2.840.10045.4.3.2`. */
export function objectId(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

/** Seconds; years 1950 to 2049. */
export const utcTime = (date: Date): Der =>
  tagged(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));
