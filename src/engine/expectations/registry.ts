import type { ExpectationKind } from './kind.ts';
import { applied } from './kinds/applied.ts';
import { exact } from './kinds/exact.ts';
import { exit } from './kinds/exit.ts';
import { json } from './kinds/json.ts';
import { jsonOutput } from './kinds/json-output.ts';
import { noOutput } from './kinds/no-output.ts';
import { object } from './kinds/object.ts';
import { output } from './kinds/output.ts';
import { regex } from './kinds/regex.ts';
import { row } from './kinds/row.ts';
import { text } from './kinds/text.ts';

/** Every kind of expectation by name. A new kind is a file under `kinds/` and a line here. */
export const expectationKinds = {
  applied,
  exact,
  exit,
  json,
  'json-output': jsonOutput,
  'no-output': noOutput,
  object,
  output,
  regex,
  row,
  text,
} satisfies Readonly<Record<string, ExpectationKind>>;

/** The kind of that name; undefined for names from a stream that another version wrote. */
export function kindByName(name: string): ExpectationKind | undefined {
  return allKinds.find((kind) => kind.name === name);
}

/** The kind that a word before the colon names. */
export function kindByWord(word: string): ExpectationKind | undefined {
  return allKinds.find((kind) => kind.word === word);
}

/** The kind for a text without such a word: the one whose phrase it is, else `text`. */
export function kindOfText(words: string): ExpectationKind {
  return allKinds.find((kind) => kind.phrase?.test(words)) ?? text;
}

const allKinds: readonly ExpectationKind[] = Object.values(expectationKinds);

/** The words that choose a kind. */
export const kindWords: readonly string[] = allKinds.flatMap((kind) => (kind.word ? [kind.word] : []));
