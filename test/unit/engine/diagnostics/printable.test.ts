import { describe, expect, it } from 'vitest';
import { harmless, printable, visibleText } from '../../../../src/engine/diagnostics/printable.ts';

describe('text of a document', () => {
  it.each([
    ['a title for the terminal', '\u001b]0;pwn\u0007', '␛]0;pwn␇'],
    ['8-bit controls', 'a\u009b31m\u0085b', 'a<U+009B>31m<U+0085>b'],
    ['a tab', 'a\tb', 'a  b'],
    ['a carriage return', 'harmless\rrm -rf', 'harmless␍rm -rf'],
    ['DEL', 'a\u007f', 'a␡'],
    [
      'an override of the direction',
      'admin\u202e \u2066// check\u2069',
      'admin<U+202E> <U+2066>// check<U+2069>',
    ],
    ['blanks without width', 'r\u200bm \ufeff\u2060x\u00ad', 'r<U+200B>m <U+FEFF><U+2060>x<U+00AD>'],
    ['other line ends', 'a\u2028b', 'a<U+2028>b'],
    ['tags', 'a\u{e0041}', 'a<U+E0041>'],
    ['a joiner between letters', 'ab\u200dcd', 'ab<U+200D>cd'],
    ['emoji that are joined', 'run 👩‍💻 🧑🏽‍🚀 ❤️‍🔥', 'run 👩‍💻 🧑🏽‍🚀 ❤️‍🔥'],
    ['words of scripts with joiners', 'می‌خواهم नमस्‍ते', 'می‌خواهم नमस्‍ते'],
    ['letters and line ends', 'é 漢字\nx', 'é 漢字\nx'],
  ])('shows %s', (_, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('is a line without colours where it is output', () => {
    expect(printable('\u001b[31mred\u001b[0m \u0007\u202e\n')).toBe('red ␇<U+202E>␊');
  });

  it('leaves our own colours, and no others', () => {
    const text = '\u001b[1m\u001b[31merror\u001b[39m\u001b[22m \u001b[8m\u001b[2J';
    expect(harmless(text, { color: true })).toBe('\u001b[1m\u001b[31merror\u001b[39m\u001b[22m ␛[8m␛[2J');
    expect(harmless(text, { color: false })).toBe('␛[1m␛[31merror␛[39m␛[22m ␛[8m␛[2J');
  });
});
