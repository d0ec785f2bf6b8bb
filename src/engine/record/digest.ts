import { createHash } from 'node:crypto';

/** SHA-256 of a text, in hexadecimal. */
export function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** SHA-256 of a file's content: how lines end is the machine's affair, as git has it. */
export function digestOfFile(content: Buffer): string {
  return digestOf(content.includes(0) ? content : content.toString('latin1').replaceAll('\r\n', '\n'));
}
