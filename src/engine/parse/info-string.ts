/** One word of an info string: `key`, or `key=value` with the quotes gone. `from` and `to` are offsets in the line. */
export type InfoWord = {
  readonly key: string;
  readonly value?: string;
  readonly from: number;
  readonly to: number;
  /** Words that only the renderer of a page reads: `{1,3}`, `"text"`, `/re/`, and values of these forms. */
  readonly form: 'plain' | 'braces' | 'marker' | 'unclosed';
};

export type InfoString = { readonly language: string; readonly words: readonly InfoWord[] };

const word =
  /(?<key>[^\s="'{}/]+)(?:=(?:"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>[^']*)'|(?<braces>\{[^}]*\})|(?<plain>[^\s"'{][^\s]*)?))?|(?<group>\{[^}]*\}?)|(?<marker>"[^"]*"|'[^']*'|\/(?:[^/\\]|\\.)*\/)|(?<rest>\S+)/g;

/**
 * Splits the info string of a fence, given as the text behind the fence's marks. `at` is where it begins in its line.
 * Never throws; what can't be read has the form `unclosed`.
 */
export function parseInfoString(info: string, at: number): InfoString {
  const language = /^[^\s{]*/.exec(info)?.[0] ?? '';
  const rest = info.slice(language.length);
  const words = [...rest.matchAll(word)].map((match): InfoWord => {
    const from = at + language.length + match.index;
    return { ...readWord(match), from, to: from + match[0].length };
  });
  return { language, words };
}

function readWord(match: RegExpExecArray): Pick<InfoWord, 'key' | 'value' | 'form'> {
  const { key, double, single, braces, plain, group, marker } = match.groups ?? {};
  if (group !== undefined) return { key: group, form: /^\{[\d\s,-]*\}$/.test(group) ? 'marker' : 'braces' };
  if (marker !== undefined) return { key: marker, form: 'marker' };
  if (key === undefined) return { key: match[0], form: 'unclosed' };
  const value = double?.replace(/\\(["\\])/g, '$1') ?? single ?? braces ?? plain;
  if (value !== undefined) return { key, value, form: 'plain' };
  return match[0].endsWith('=') ? { key, value: '', form: 'plain' } : { key, form: 'plain' };
}
