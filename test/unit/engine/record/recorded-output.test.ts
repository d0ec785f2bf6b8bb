import { expect, it } from 'vitest';
import { recordedOutput } from '../../../../src/engine/record/recorded-output.ts';

const recorded = (text: string) => recordedOutput({ text, bytes: text.length, truncated: false });
const numbers = (count: number) => Array.from({ length: count }, (_, at) => `${at + 1}\n`).join('');

it('nothing printed is nothing recorded', () => {
  expect(recorded('')).toBeUndefined();
  expect(recorded('\n\n')).toBeUndefined();
});

it('sixty lines are kept whole, of more the first forty and the last twenty', () => {
  expect(recorded(numbers(60))).toEqual({ lines: numbers(60).trimEnd().split('\n') });
  const { lines = [], omitted } = recorded(numbers(61)) ?? {};
  expect(omitted).toEqual({ after: 40, lines: 1 });
  expect(lines).toHaveLength(60);
  expect(lines.slice(39, 41)).toEqual(['40', '42']);
});

it('long lines are cut, and fewer of them kept: eight thousand characters at most', () => {
  const { lines = [], omitted } = recorded(`${'x'.repeat(5000)}\n`.repeat(100)) ?? {};
  expect(lines[0]).toBe(`${'x'.repeat(1000)}…`);
  expect(lines.join('\n').length).toBeLessThan(8 * 1024);
  expect((omitted?.lines ?? 0) + lines.length).toBe(100);
});

it.each([
  '[1]+  Terminated              kubectl port-forward svc/web 8080:8080',
  '[2]-  Exit 1                  sleep 5',
  'bash: line 12: 4711 Terminated kubectl port-forward svc/web 8080:8080',
])('what bash says of a job that has ended was printed by nobody: %s', (line) => {
  expect(recorded(`${line}\nprinted\n`)).toEqual({ lines: ['printed'] });
});

it('what only looks like it stays', () => {
  expect(recorded('[1] first\n')).toEqual({ lines: ['[1] first'] });
});
