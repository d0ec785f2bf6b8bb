import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { expect, test } from 'vitest';
import { readLines } from '../../../../src/engine/parse/lines.ts';
import { readMarkdown } from '../../../../src/engine/parse/markdown.ts';
import { readTree } from '../../../../src/engine/parse/markdown-tree.ts';
import { runs } from '../../../helpers/budget.ts';
import { growth, linear } from '../../../helpers/growth.ts';

const lines = [
  '# Plain *emphasis* and `code`',
  '## A [link](x.md), ![image](y) & &amp; <b>HTML</b>',
  '### [reference] and [other][reference] ~~gone~~',
  '#### https://example.org, www.example.org, a@example.org \\*',
  '[reference]: https://example.org "x"',
  '[^1]: a note',
  '    ```bash',
  'Setext *title*',
  'second line [reference]',
  '===',
  '---',
  '| a | b |',
  '| - | - |',
  '|---|',
  '|a|',
  'text with `code',
  'more` text <!-- a',
  'b -->',
  '<details>',
  '</details>',
  '```bash',
  '```',
  '~~~ sh',
  '~~~',
  '> # quoted',
  '> ```bash',
  '- item',
  '  ```bash',
  '  ```',
  '1. [x] task',
  '- [ ] task',
  '    indented',
  '',
  '',
  '***',
  '\\# no heading',
];

const documents = fc.array(fc.constantFrom(...lines), { maxLength: 25 }).map((rows) => rows.join('\n'));

/** Blanks at the start of a heading's second line say nothing, though code in the heading keeps them. */
function withoutIndentation(title: string): string {
  return title.replace(/\s*\n\s*/g, '\n');
}

/** What the engine takes from a document, by the reading that also reads inside lines. */
function wholeReading(text: string) {
  const headings: string[] = [];
  const codes: string[] = [];
  const visit = (node: Nodes, top: boolean) => {
    if (node.type === 'heading' && top) headings.push(withoutIndentation(textOf(node)));
    if (node.type === 'code') codes.push(`${node.position?.start.line} ${node.value}`);
    if ('children' in node) for (const child of node.children) visit(child, node.type === 'root');
  };
  visit(readTree(text), true);
  return { headings, codes };
}

function quickReading(text: string) {
  const { sections } = readMarkdown(readLines('a.md', text));
  return {
    headings: sections.filter(({ heading }) => heading).map(({ title }) => withoutIndentation(title)),
    codes: sections.flatMap((section) =>
      section.codes.map((code) => `${code.position?.start.line} ${code.value}`),
    ),
  };
}

test('leaving out what stands inside lines changes neither headings nor blocks', () => {
  fc.assert(
    fc.property(documents, fc.constantFrom('', '\uFEFF'), (text, mark) => {
      expect(quickReading(mark + text)).toEqual(wholeReading(mark + text));
    }),
    { numRuns: runs(170, 100_000) },
  );
});

test.each(globSync(['README.md', 'CONTRIBUTING.md', 'runbooks/**/*.md', 'docs-site/src/**/*.md']))(
  '%s is read the same both ways',
  (file) => {
    const text = readFileSync(file, 'utf8');
    expect(quickReading(text)).toEqual(wholeReading(text));
    const { headings, codes } = quickReading(text);
    expect(headings.length + codes.length > 0).toBe(/^(?:#{1,6} |`{3})/m.test(text));
  },
);

test.each([
  ['emphasis that never ends', '*a_b'],
  ['links that never end', '[a]('],
  ['footnotes that are not there', '[^a]'],
  ['backticks of all lengths', '`a``b```'],
  ['tags that never end', '<Tabs a="'],
  ['tags of components on a line', '<A b={'],
  ['shortcodes that never end', '{{< tab "a'],
  ['tabs that are never closed', '<Tabs>\n<TabItem value="a">\n'],
  ['colons that open and never close', '::: tabs\n@tab a\n'],
  ['tabs of MkDocs', '=== "a"\n\n    b\n'],
])('%s take no longer than they are long', (_, piece) => {
  expect(
    growth(5000, (size) => void readMarkdown(readLines('a.md', piece.repeat(size / piece.length)))),
  ).toBeLessThan(linear);
});
