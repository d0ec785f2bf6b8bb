import type { Stretch } from './pattern.ts';

/** What a part of a word came to. `split`: it was an unquoted expansion, which may fall apart at blanks. */
type Piece = Stretch & { readonly split?: boolean; readonly quoted?: boolean };

/** Between two pieces: here a word ends, whatever its parts are, as between the values of `"$@"`. */
export const border = Symbol('border');

export type Part = Piece | typeof border;

/** A word after expansion: its stretches, of which some may be patterns. */
export type Field = readonly Stretch[];

/** Parts of a word as the words that they fall into; one that is all unquoted and empty vanishes. */
export function fieldsOf(parts: readonly Part[], separators: string): readonly Field[] {
  const fields: Stretch[][] = [];
  let current: Stretch[] | undefined;
  const end = (): void => {
    if (current) fields.push(current);
    current = undefined;
  };
  for (const part of parts) {
    if (part === border) {
      end();
      continue;
    }
    if (!part.split) {
      if (part.text !== '' || part.quoted) current = [...(current ?? []), part];
      continue;
    }
    const words = splitText(part.text, separators);
    for (const [index, word] of words.entries()) {
      if (index > 0) end();
      if (word !== '') current = [...(current ?? []), { text: word, literal: part.literal }];
    }
  }
  end();
  return fields;
}

/** Falls apart at runs of blanks, and at each other separator. */
function splitText(text: string, separators: string): readonly string[] {
  if (separators === '') return [text];
  const blanks = [...separators].filter((letter) => /\s/.test(letter)).join('');
  const others = [...separators].filter((letter) => !/\s/.test(letter)).join('');
  const set = (letters: string): string => `[${letters.replace(/[\\\]^-]/g, '\\$&')}]`;
  const blank = blanks ? `${set(blanks)}` : undefined;
  const regex = new RegExp(
    [
      ...(others ? [`${blank ? `${blank}*` : ''}${set(others)}${blank ? `${blank}*` : ''}`] : []),
      ...(blank ? [`${blank}+`] : []),
    ].join('|'),
  );
  return text.split(regex);
}
