import { expect, test } from 'vitest';
import { readable } from '../../../../src/engine/expectations/readable.ts';

test.each([
  ['plain text stays as it is', 'a b\n  c\n', 'a b\n  c\n'],
  ['line ends of Windows are line ends', 'a\r\nb\r\n', 'a\nb\n'],
  ['blanks at the ends of lines are gone', 'a  \n\t\nb \t', 'a\n\nb'],
  ['colours are gone', '\u001b[32mok\u001b[0m done\n', 'ok done\n'],
  ['titles and links are gone', '\u001b]8;;http://a\u0007a\u001b]8;;\u0007 b\n', 'a b\n'],
  ['a progress bar shows how it ended', ' 10%\r 50%\r100%\n', '100%\n'],
  ['a shorter text written over a longer one leaves its end', 'waiting\rdone\n', 'doneing\n'],
  ['unless the rest of the line is erased', 'waiting\rdone\u001b[K\n', 'done\n'],
  ['or the whole of it', 'waiting\u001b[2K\rdone\n', 'done\n'],
  ['backspaces take back', '|\b/\b-\bok\n', 'ok\n'],
  ['colours do not count as columns', '\u001b[31mabc\u001b[0m\rX\n', 'Xbc\n'],
])('%s', (_, printed, shown) => {
  expect(readable(printed)).toBe(shown);
});
