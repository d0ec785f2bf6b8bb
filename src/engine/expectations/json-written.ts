import { keyPath } from './json-path.ts';

/** What is wrong with JSON that a person wrote; `from` and `to` are offsets in it. */
type Fault = {
  readonly message: string;
  readonly hint: string;
  readonly from: number;
  readonly to: number;
};

/** Where each value of a document begins, by its path (`.items[0].name`). */
type Places = ReadonlyMap<string, number>;

/**
 * Finds where the values of a JSON text stand, or why it is none: `JSON.parse` does not always say where. A key that
 * stands twice is a fault too, since all but the last would never be looked at.
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export function readWrittenJson(text: string): { readonly places: Places } | { readonly fault: Fault } {
  const reading: Reading = { text, at: 0, places: new Map() };
  try {
    readValue(reading, '', 0);
    skipBlanks(reading);
    if (reading.at < text.length) throw unexpected(reading, 'the end');
    return { places: reading.places };
  } catch (error) {
    if (error instanceof Unreadable) return { fault: error.fault };
    throw error;
  }
}

/** Where the value ends that begins at an offset of a JSON text. @throws Error where none begins. */
export function valueEnd(text: string, from: number): number {
  const reading: Reading = { text, at: from, places: new Map() };
  readValue(reading, '', 0);
  return reading.at;
}

class Unreadable extends Error {
  readonly fault: Fault;

  constructor(message: string, hint: string, [from, to]: readonly [number, number]) {
    super(message);
    this.fault = { message, hint, from, to };
  }
}

type Reading = { readonly text: string; at: number; readonly places: Map<string, number> };

/** Deeper than any document on a page, and no danger for what walks through it. */
const deepest = 100;

const string = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const bare = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;

function readValue(reading: Reading, path: string, depth: number): void {
  skipBlanks(reading);
  const { text, at, places } = reading;
  if (depth > deepest) {
    throw new Unreadable('The JSON is nested too deeply.', 'Expect a smaller part of it.', [at, at + 1]);
  }
  places.set(path || '.', at);
  if (text[at] === '{') readMembers(reading, '}', () => readMember(reading, path, depth));
  else if (text[at] === '[') {
    readMembers(reading, ']', (index) => readValue(reading, `${path}[${index}]`, depth + 1));
  } else if (!take(reading, string) && !take(reading, bare)) throw unexpected(reading, 'a value');
}

/** What stands between two brackets, separated by commas. */
function readMembers(reading: Reading, close: '}' | ']', readOne: (index: number) => void): void {
  const open = reading.at;
  reading.at += 1;
  skipBlanks(reading);
  for (let index = 0; reading.text[reading.at] !== close; index += 1) {
    if (reading.at >= reading.text.length) throw unclosed(reading, open, close);
    if (index > 0) readComma(reading, close);
    readOne(index);
    skipBlanks(reading);
  }
  reading.at += 1;
}

function readComma(reading: Reading, close: string): void {
  const { text, at } = reading;
  if (text[at] !== ',') throw unexpected(reading, `\`,\` or \`${close}\``);
  reading.at += 1;
  skipBlanks(reading);
  if (text[reading.at] !== close) return;
  const hint = close === ']' ? 'Remove it, or write `"..."` for any further items.' : 'Remove it.';
  throw new Unreadable('Nothing stands behind this comma.', hint, [at, at + 1]);
}

function unclosed({ text }: Reading, open: number, close: string): Unreadable {
  const message = `This \`${text[open]}\` is never closed.`;
  return new Unreadable(message, `Write \`${close}\` where it ends.`, [open, open + 1]);
}

function readMember(reading: Reading, path: string, depth: number): void {
  const { at, places } = reading;
  const key = take(reading, string);
  if (!key) throw unexpected(reading, 'a key in double quotes');
  const below = keyPath(path, JSON.parse(key) as string);
  if (places.has(below)) {
    const message = `The key \`${key}\` stands twice.`;
    throw new Unreadable(message, 'Keep one of them.', [at, at + key.length]);
  }
  skipBlanks(reading);
  if (reading.text[reading.at] !== ':') throw unexpected(reading, '`:`');
  reading.at += 1;
  readValue(reading, below, depth + 1);
}

function take(reading: Reading, token: RegExp): string | undefined {
  token.lastIndex = reading.at;
  const found = token.exec(reading.text)?.[0];
  reading.at += found?.length ?? 0;
  return found;
}

function skipBlanks(reading: Reading): void {
  take(reading, /[ \t\r\n]*/y);
}

function unexpected({ text, at }: Reading, wanted: string): Unreadable {
  const rest = text.slice(at, at + 40);
  const found = /^(?:\.\.\.|[\w.-]+|\S)/u.exec(rest)?.[0];
  const message = `${found ? `\`${found}\` stands` : 'The JSON ends'} where ${wanted} should be.`;
  return new Unreadable(message, hintFor(rest, wanted), [at, at + (found?.length ?? 1)]);
}

function hintFor(rest: string, wanted: string): string {
  if (rest.startsWith("'")) return 'JSON takes double quotes only.';
  if (/^(?:\/\/|\/\*|#)/.test(rest)) return 'JSON has no comments.';
  if (/^(?:\.\.\.|…)/u.test(rest)) return 'Write `"..."`, in quotes, for any value or any items of a list.';
  if (rest.startsWith('"')) return 'A text ends with a double quote on the same line; write `\\\\` for `\\`.';
  if (wanted === 'the end') return 'Remove it: an output is one document.';
  return 'Write it as a program would print it: texts and keys in double quotes, commas between.';
}
