import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { applyEdits } from '../../../../src/engine/format/edits.ts';
import { unifiedDiff } from '../../../../src/engine/format/unified-diff.ts';

const folder = mkdtempSync(join(tmpdir(), 'runbook-diff-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What git makes of the patch. */
function applied(file: string, before: string, patch: string): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, before);
  execFileSync('git', ['apply', '--whitespace=nowarn', '-'], {
    cwd: folder,
    input: patch,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return readFileSync(path, 'utf8');
}

const lines = Array.from({ length: 12 }, (_, index) => `line ${index}`);

test.for([
  ['a page', 'page.md', lines.join('\n'), '\n'],
  ['one in a folder, with blanks in its name', 'a folder/a page.md', lines.join('\n'), '\n'],
  ['line ends of Windows', 'windows.md', lines.join('\r\n'), '\r\n'],
  ['a byte order mark', 'mark.md', `\uFEFF${lines.join('\n')}`, '\n'],
  ['no line end at the end', 'open.md', lines.join('\n'), ''],
  [
    'lines that look like heads of a patch',
    'heads.md',
    ['--- a b', '+++ c', ...lines, '-- x', '@@ -1 +1 @@'].join('\n'),
    '\n',
  ],
] as const)('git applies the difference of %s', ([, file, text, end]) => {
  const before = text + end;
  const after = before
    .replace('line 3', 'line three')
    .replace('line 11', 'line eleven')
    .replace('+++ c', '+++ d');
  const patch = unifiedDiff({ file, before, after });
  expect(patch.split('\n')[0]?.trim()).toBe(`--- a/${file}`);
  expect(applied(file, before, patch)).toBe(after);
});

test.for(['new.md', 'a folder/a new page.md'])('git makes the new file %s of its difference', (file) => {
  const patch = unifiedDiff({ file, before: undefined, after: 'one\ntwo\n' });
  execFileSync('git', ['apply', '-'], { cwd: folder, input: patch, stdio: ['pipe', 'pipe', 'inherit'] });
  expect(readFileSync(join(folder, file), 'utf8')).toBe('one\ntwo\n');
});

test('no difference is an empty one', () => {
  expect(unifiedDiff({ file: 'a.md', before: 'a\n', after: 'a\n' })).toBe('');
});

test('edits change what they name and nothing else', () => {
  const edit = fc.record({ one: fc.nat(), other: fc.nat(), text: fc.string() });
  fc.assert(
    fc.property(fc.string(), fc.array(edit, { maxLength: 4 }), (text, wanted) => {
      const places = wanted
        .flatMap(({ one, other }) => [one, other])
        .map((at) => at % (text.length + 1))
        .toSorted((one, other) => one - other);
      const edits = wanted.map(({ text: replacement }, index) => ({
        from: places[2 * index] ?? 0,
        to: places[2 * index + 1] ?? 0,
        text: replacement,
      }));
      let expected = text;
      for (const { from, to, text: replacement } of edits.toReversed())
        expected = expected.slice(0, from) + replacement + expected.slice(to);
      expect(applyEdits(text, edits)).toBe(expected);
    }),
  );
  expect(() =>
    applyEdits('abc', [
      { from: 0, to: 2, text: '' },
      { from: 1, to: 3, text: '' },
    ]),
  ).toThrow('overlap');
});
