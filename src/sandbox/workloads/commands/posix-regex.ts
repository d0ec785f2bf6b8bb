import { bracket } from '../shell/pattern.ts';

/**
 * A pattern of POSIX as JavaScript has it: basic ones, where `+?(){}|` are plain and special behind a backslash, and
 * extended ones. @throws SyntaxError for what has no counterpart
 */
export function posixRegex(pattern: string, { extended = false, flags = '' } = {}): RegExp {
  return new RegExp(source(pattern, extended), flags);
}

function source(pattern: string, extended: boolean): string {
  let out = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const letter = pattern[at] ?? '';
    if (letter === '[') {
      const found = /^\[(\^?)(\]?(?:\[[:.=]\w+[:.=]\]|[^\]])*)\]/.exec(pattern.slice(at));
      if (!found) throw new SyntaxError('unmatched [');
      out += `[${found[1]}${bracket(found[2] ?? '')}]`;
      at += found[0].length - 1;
    } else if (letter === '\\') {
      at += 1;
      out += escaped(pattern[at] ?? '\\', extended);
    } else out += isPlain(pattern.slice(at), out, extended) ? `\\${letter}` : letter;
  }
  return out;
}

/** Whether the letter at the start of the rest stands for itself, behind what there is already. */
function isPlain(rest: string, before: string, extended: boolean): boolean {
  const letter = rest.charAt(0);
  if (letter === '*') return before === '' || (!extended && /(?:^|[^\\])\($/.test(before));
  if (!extended) return '+?(){}|'.includes(letter);
  return letter === '{' && !/^\{\d*,?\d*\}/.test(rest);
}

function escaped(letter: string, extended: boolean): string {
  if (!extended && '+?(){}|'.includes(letter)) return letter;
  if (letter === '<' || letter === '>') return '\\b';
  if (letter === '`') return '^';
  if (/[\dbBwWsSnt]/.test(letter)) return `\\${letter}`;
  return /\w/.test(letter) ? letter : `\\${letter}`;
}
