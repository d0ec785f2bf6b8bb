import { quote } from '../../../shell/quote.ts';
import { awkRegex, awkSet } from './awk-regex.ts';
import { anyCharacter, blanks, complementOf, digits, wordCharacters } from './character-set.ts';

/** What takes many bytes to say, by the variable of the script that holds it. */
const named: Readonly<Record<string, string>> = {
  rb_any: awkSet(anyCharacter),
  rb_blank: awkSet(blanks),
  rb_not_blank: awkSet(complementOf(blanks)),
  rb_not_digit: awkSet(complementOf(digits)),
  rb_not_word: awkSet(complementOf(wordCharacters)),
  // All that isn't ASCII, without brackets around it: what `[^"]` takes besides.
  rb_wide: awkSet([[0x80, 0xff_ff]]).slice(1, -1),
};

/** The arguments of `rb_matches` for a regular expression, as shell text: sets with a name stand there by it. */
export function regexText(source: string): string {
  const { regex, marked } = awkRegex(source);
  let pieces: readonly string[] = [regex];
  for (const [name, text] of Object.entries(named)) {
    pieces = pieces.flatMap((piece) =>
      piece.startsWith('"$')
        ? [piece]
        : piece.split(text).flatMap((part, index) => (index === 0 ? [part] : [`"$${name}"`, part])),
    );
  }
  const words = pieces.filter(Boolean).map((piece) => (piece.startsWith('"$') ? piece : quote(piece)));
  return `${words.join('') || "''"}${marked ? ' marked' : ''}`;
}

/** The assignments of those variables. */
export function namedSets(): readonly string[] {
  return Object.entries(named).map(([name, text]) => `${name}=${quote(text)}`);
}
