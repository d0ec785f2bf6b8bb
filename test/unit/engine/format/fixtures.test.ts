import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { format } from '../../../../src/engine/format/format.ts';
import { expectGolden } from '../../../helpers/golden.ts';

const folder = new URL('../../../fixtures/format/', import.meta.url);

describe.each(readdirSync(folder))('%s', (name) => {
  const url = (file: string) => new URL(`${name}/${file}`, folder);
  const options = { arrows: false, fix: false, ...read(url('options.json')) };
  const formatted = (text: string) => {
    const result = format({ file: 'page.md', path: '/page.md', text }, options);
    if ('errors' in result) throw new Error(result.errors.map(({ message }) => message).join('\n'));
    return result;
  };
  const before = readFileSync(url('before.md'), 'utf8');

  test('is formatted as checked in, with remarks on what a person could do', () => {
    const { text, remarks } = formatted(before);
    expectGolden(text, url('after.md'));
    const shown = remarks.map(
      ({ span, message, hint }) =>
        `${span.start.line}:${span.start.column}  ${message}\n    ${hint ?? '-'}\n`,
    );
    if (shown.length > 0) expectGolden(shown.join(''), url('remarks.txt'));
    expect(existsSync(url('remarks.txt'))).toBe(shown.length > 0);
  });

  test('is in the standard form then', () => {
    const { text } = formatted(before);
    expect(formatted(text).text).toBe(text);
  });
});

function read(file: URL): object {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}
