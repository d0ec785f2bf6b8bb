import { expect, test } from 'vitest';
import { regexFault } from '../../../../src/engine/expectations/regex-fault.ts';

test.each([
  ['a{1,100} (?:[0-9]{1,3}\\.){3}[0-9]{1,3} [{}(]{2}', undefined],
  ['(?:a{1,1000}){1,1000}', 'its repetitions multiply to more than the engine can hold'],
  ['((((a{9}){9}){9}){9}){9}', 'its repetitions multiply to more than the engine can hold'],
  ['(a'.repeat(400), 'unterminated group'],
  ['a|'.repeat(600), 'it is longer than 1000 characters'],
  ['[b-a]', 'range out of order in character class'],
  ['a**', 'nothing to repeat'],
])('%s', (source, message) => {
  expect(regexFault(source)?.message).toBe(message);
});
