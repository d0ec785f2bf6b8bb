import { expect, test } from 'vitest';
import { jsonProblem } from '../../../../src/sandbox/apiserver/go-json.ts';

// As a real server answers to patches with these texts.
test.each([
  ['{"a":[1,2.5e3,{"b":"\\u00e9"}],"c":null}', undefined],
  ['{nope', "invalid character 'n' looking for beginning of object key string"],
  ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":01}', "invalid character '1' after object key:value pair"],
  ['{"a":[1 2]}', "invalid character '2' after array element"],
  ['{"a":nul}', "invalid character '}' in literal null (expecting 'l')"],
  ['{"a":1.}', "invalid character '}' after decimal point in numeric literal"],
  ['{"a":"\\q"}', "invalid character 'q' in string escape code"],
  ['{"a":"\u0001"}', "invalid character '\\x01' in string literal"],
  ['{"a":1} x', "invalid character 'x' after top-level value"],
  ['{"a"', 'unexpected end of JSON input'],
  ['', 'unexpected end of JSON input'],
])('of %j, Go says %s', (text, problem) => {
  expect(jsonProblem(text)).toBe(problem);
});
