/** How a connection begins, as far as its bytes have come. */
export type ClientHello =
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'plain' }
  | { readonly kind: 'hello'; readonly serverName?: string };

const handshakeRecord = 0x16;
const recordHead = 5;
const serverNameExtension = 0;

/** Reads the name that a TLS client asks for. @see https://www.rfc-editor.org/rfc/rfc8446#section-4.1.2 */
export function readClientHello(bytes: Buffer): ClientHello {
  if (bytes.length === 0) return { kind: 'unfinished' };
  if (bytes[0] !== handshakeRecord) return { kind: 'plain' };
  if (bytes.length < recordHead || bytes.length < recordHead + bytes.readUInt16BE(3))
    return { kind: 'unfinished' };
  const serverName = nameIn(bytes.subarray(recordHead, recordHead + bytes.readUInt16BE(3)));
  return { kind: 'hello', ...(serverName ? { serverName } : {}) };
}

/** A handshake message: type, length, version, random, session, ciphers, compressions, extensions. */
function nameIn(message: Buffer): string | undefined {
  try {
    let at = 4 + 2 + 32;
    at += 1 + message.readUInt8(at);
    at += 2 + message.readUInt16BE(at);
    at += 1 + message.readUInt8(at);
    const end = at + 2 + message.readUInt16BE(at);
    at += 2;
    while (at < end) {
      const [type, length] = [message.readUInt16BE(at), message.readUInt16BE(at + 2)];
      at += 4;
      // A list with one entry: its length, the kind of name, the name's length.
      if (type === serverNameExtension) return message.toString('ascii', at + 5, at + length).toLowerCase();
      at += length;
    }
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
