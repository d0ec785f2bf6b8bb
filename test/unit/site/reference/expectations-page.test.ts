import { expect, test } from 'vitest';
import type { ExpectationKind } from '../../../../src/engine/expectations/kind.ts';
import { expectationKinds, kindWords } from '../../../../src/engine/expectations/registry.ts';
import { plainWords } from '../../../../src/engine/parse/directive-words.ts';
import { parse } from '../../../../src/engine/parse.ts';
import { expectationsPage } from '../../../../src/site/reference/expectations-page.ts';
import { code } from '../../../../src/site/reference/markdown.ts';
import { patternRules } from '../../../../src/site/reference/pattern-rules.ts';
import { waitNotes, wordNotes } from '../../../../src/site/reference/words.ts';
import { isMetBy } from '../../engine/expectations/judge-example.ts';
import { readExpectation } from '../../engine/expectations/read-expectation.ts';

const { markdown } = expectationsPage();
const rows = markdown.split('\n').filter((line) => line.startsWith('| '));
const kinds: readonly ExpectationKind[] = Object.values(expectationKinds);
const ofRules = patternRules.flatMap(({ rule, examples }) =>
  examples.map((example) => ({ rule, ...example })),
);
const examples = [...kinds.flatMap((kind) => kind.examples), ...ofRules].map((example) => ({
  ...example,
  written: 'fence' in example ? example.fence : example.directive,
}));

test.each(kinds)('$name has a section with its syntax and summary', ({ syntax, summary }) => {
  expect(markdown).toContain(`### ${code(syntax)}\n\n${summary}\n`);
});

test.each(examples)('`$written` on $output is a row with the verdict $met', ({ written, met }) => {
  const verdict = met ? ' met |' : ' **unmet** |';
  const lines = written.split(/\n+/).map((line) => code(line).replaceAll('|', '\\|'));
  const begin = `| ${lines.join('<br>')}`;
  expect(rows.some((row) => row.startsWith(begin) && row.endsWith(verdict))).toBe(true);
});

test.each(ofRules)('$rule `$directive` on $output: $met', ({ rule: _, ...example }) => {
  expect(isMetBy(readExpectation(example.directive), example)).toBe(example.met);
});

test('every rule of patterns has an example that holds', () => {
  expect(patternRules.filter((rule) => !rule.examples.some(({ met }) => met))).toEqual([]);
});

test('every word of the grammar is there', () => {
  expect(Object.keys(wordNotes).toSorted()).toEqual(plainWords.toSorted());
  for (const word of kindWords) expect(markdown).toContain(`# expect ${word}: `);
});

test.each(Object.entries(wordNotes))('the example of %s has the word in it and can be read', (word, note) => {
  expect(note.directive.split(':')[0]?.split(' ')).toContain(word);
  expect(readExpectation(note.directive).source).toBe(note.directive);
});

test.each(waitNotes)('`$directive` can be read', ({ directive }) => {
  const text = `\`\`\`bash\nserve &\n${directive}\n\`\`\`\n`;
  const { runbook, diagnostics } = parse({ file: 'a.md', path: '/a.md', text });
  expect(diagnostics).toEqual([]);
  const action = runbook.steps[0]?.blocks[0]?.segments[0]?.statements[0]?.action;
  expect(action?.kind === 'shell' && action.waits.length).toBe(1);
});
