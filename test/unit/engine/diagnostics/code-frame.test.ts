import { expect, test } from 'vitest';
import { codeFrame } from '../../../../src/engine/diagnostics/code-frame.ts';
import { formatDiagnostic } from '../../../../src/engine/diagnostics/format.ts';
import type { Span } from '../../../../src/engine/model/source.ts';

/** The span of the first `marked` in the text. */
function spanOf(text: string, marked: string): Span {
  const at = text.indexOf(marked);
  const point = (offset: number) => {
    const before = text.slice(0, offset).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, offset };
  };
  return { file: 'a.md', start: point(at), end: point(at + marked.length) };
}

function frame(text: string, marked: string): readonly string[] {
  return codeFrame(text, spanOf(text, marked), { color: false }).split('\n');
}

test('carets stand below the span, whatever its characters are wide', () => {
  expect(frame('one\n\ta\t日本 🚀 e\u0301 here', 'here')).toEqual([
    '  1 | one',
    '  2 |   a  日本 🚀 e\u0301 here',
    '    |                ^^^^',
  ]);
});

/** Columns of a code frame. */
const widest = 100;

test('a long line is cut around the span and never wider than asked for', () => {
  const line = `${'left '.repeat(60)}THERE ${'right '.repeat(60)}`;
  const [, shown = '', caret = ''] = frame(`before\n${line}`, 'THERE');
  expect(shown).toMatch(/^ {2}2 \| ….* THERE right .*…$/);
  expect(shown.length).toBeLessThanOrEqual(widest);
  expect(shown.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('THERE');
});

test('a span over several lines is marked to the end of its first', () => {
  expect(frame('ab cd\nef', 'cd\nef').at(-1)).toBe('    |    ^^');
});

test('control characters of a document never reach the terminal', () => {
  const shown = frame('\u001b[31mred\u0007\u202e \u009b here', 'here').join('\n');
  expect(shown).toContain('␛[31mred␇<U+202E> <U+009B> here');
});

test('the head has the place, the severity, the message and the code; the foot says how to fix it', () => {
  const text = '# expect rows: a\n';
  const diagnostic = {
    code: 'parse/unknown-word',
    severity: 'error',
    message: 'Unknown word `rows`.',
    hint: 'Did you mean `row`?',
    span: spanOf(text, 'rows'),
  } as const;
  expect(formatDiagnostic(diagnostic, text, { color: false })).toBe(
    [
      'a.md:1:10  error  Unknown word `rows`.  [parse/unknown-word]',
      '',
      '  1 | # expect rows: a',
      '    |          ^^^^',
      '     hint  Did you mean `row`?',
    ].join('\n'),
  );
  expect(formatDiagnostic(diagnostic, undefined, { color: false })).not.toContain('|');
  expect(formatDiagnostic(diagnostic, text, { color: true })).toContain('\u001b[');
});
