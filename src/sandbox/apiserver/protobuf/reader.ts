import { badRequest } from '../store/api-error.ts';

/** A place in the bytes that only moves forward; every read checks that there is something to read. */
class Reader {
  #at = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw badRequest('protobuf body ends within a number');
      value += (byte & 0x7f) * 2 ** shift;
      // A number of ten bytes is a negative one.
      if (byte < 0x80) return shift < 63 ? value : this.#negative();
    }
    throw badRequest('protobuf number is too long');
  }

  #negative(): number {
    const bytes = this.#bytes.subarray(this.#at - 10, this.#at);
    const value = bytes.reduce((sum, byte, index) => sum | (BigInt(byte & 0x7f) << BigInt(7 * index)), 0n);
    return Number(BigInt.asIntN(64, value));
  }

  take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw badRequest('protobuf body ends within a field');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  value(wireType: number): WireValue {
    if (wireType === 0) return this.varint();
    if (wireType === 2) return this.take(this.varint());
    if (wireType === 1) return this.take(8);
    if (wireType === 5) return this.take(4);
    throw badRequest(`protobuf wire type ${wireType} is not known`);
  }
}

/** A number, or the bytes of a text, a message or a number of fixed length. */
export type WireValue = number | Buffer;

export function bytesOf(value: WireValue): Buffer {
  if (typeof value === 'number') throw badRequest('protobuf field has a number where bytes belong');
  return value;
}

/** The fields of a message, by number, in the order in which they come. */
export function* fieldsOf(bytes: Buffer): Generator<readonly [number: number, value: WireValue]> {
  const reader = new Reader(bytes);
  while (!reader.done) {
    const tag = reader.varint();
    yield [Math.floor(tag / 8), reader.value(tag & 7)];
  }
}

/** The one field of a message that has one. */
export function fieldIn(bytes: Buffer, wanted: number): WireValue | undefined {
  for (const [number, value] of fieldsOf(bytes)) if (number === wanted) return value;
  return undefined;
}

export const textOf = (value: WireValue | undefined): string =>
  value === undefined ? '' : bytesOf(value).toString('utf8');
