import { readFileSync } from 'node:fs';

/** What a file holds; undefined for what has no text: a folder, a link to nowhere, bytes that are no UTF-8. */
export function textOf(path: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch {
    return undefined;
  }
}
