/** Words that people put before the colon of an expectation, and the words of the grammar that say it. */
const meanings: readonly (readonly [form: RegExp, words: string])[] = [
  [/^(?:contains?|includes?|text|like|matches|output|result|see|that|the)$/, ''],
  [/^(?:code|status|rc|exit-?code|exit-?status|returns?)$/, 'exit'],
  [/^(?:!|no|never|without|absent|isn't|doesn't)$/, 'not'],
  [/^(?:err|error|errors)$/, 'stderr'],
  [/^(?:==?|is|equals?|exactly|only)$/, 'exact'],
  [/^(?:re|pattern|matching|regular)$/, 'regex'],
  [/^(?:jq|jsonpath|path)$/, 'json'],
  [/^(?:fields?|columns?|table|line)$/, 'row'],
];

const time = /^\(?(?:within|in|after|up|to|until|timeout|wait|retry)[=(]?(\d+(?:ms|s|m|h))?\)?$/i;

/** The whole directive that was probably meant by a word that the grammar doesn't know; undefined when it can't tell. */
export function meantByWord(word: string, source: string): string | undefined {
  const colon = source.indexOf(':');
  const text = source.slice(colon + 1).trim();
  const duration = time.test(word) ? /\d+(?:ms|s|m|h)(?![a-z])/.exec(source.slice(0, colon))?.[0] : undefined;
  const known = meanings.find(([form]) => form.test(word.toLowerCase()))?.[1];
  const words = duration ? `within ${duration}` : known;
  return words === undefined ? undefined : `# expect${words && ` ${words}`}: ${text}`;
}
