/** Blanks that look like a space and are none to bash: word processors and web pages put them in place of one. */
const oddBlank = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/u;

/** Characters that nobody sees. U+200D is left out: emoji are joined with it. */
const invisible =
  /[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/u;

/** Full-width forms that an input method for Chinese or Japanese gives for `:` and `#`. */
const wide: Readonly<Record<string, string>> = { '\uff1a': ':', '\ufe55': ':', '\uff03': '#', '\ufe5f': '#' };

const names: Readonly<Record<string, string>> = {
  '\u00a0': 'a no-break space',
  '\u00ad': 'a soft hyphen',
  '\u200b': 'a zero-width space',
  '\u202f': 'a narrow no-break space',
  '\u2060': 'a word joiner',
  '\u3000': 'an ideographic space',
  '\ufeff': 'a byte order mark',
  '\uff03': 'a full-width `#`',
  '\uff1a': 'a full-width colon',
};

/** A character that isn't what it looks like, by name; `at` is its offset. */
type OddCharacter = { readonly at: number; readonly character: string; readonly name: string };

const odd = new RegExp(`${oddBlank.source}|${invisible.source}|[${Object.keys(wide).join('')}]`, 'gu');

/** The text as it looks: odd blanks as spaces, wide forms as plain ones, without what nobody sees. */
export function plainText(text: string): string {
  if (!/[^\u0000-\u007f]/.test(text)) return text;
  return text.replace(odd, (character) => wide[character] ?? (oddBlank.test(character) ? ' ' : ''));
}

/** The first such character; undefined when there is none. */
export function firstOdd(text: string): OddCharacter | undefined {
  const at = text.search(new RegExp(odd.source, 'u'));
  return at < 0 ? undefined : { at, character: text.charAt(at), name: nameOf(text.charAt(at)) };
}

/** Every character of the text that looks like a blank or like nothing. */
export function unseenIn(text: string): readonly OddCharacter[] {
  return [...text.matchAll(new RegExp(`${oddBlank.source}|${invisible.source}`, 'gu'))].map((match) => ({
    at: match.index,
    character: match[0],
    name: nameOf(match[0]),
  }));
}

function nameOf(character: string): string {
  const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
  const name = names[character] ?? (oddBlank.test(character) ? 'an odd blank' : 'an invisible character');
  return `${name} (U+${code})`;
}
