import { expect, test } from 'vitest';
import { type DiagnosticCode, diagnosticCodes } from '../../../../src/engine/model/codes.ts';
import { parse } from '../../../../src/engine/parse.ts';
import { diagnosticsPage } from '../../../../src/site/reference/diagnostics-page.ts';

const { markdown } = diagnosticsPage();
const sections = new Map(
  markdown.split(/^### /m).map((text) => [/^`([^`]+)`/.exec(text)?.[1] ?? '', text] as const),
);

/** The code blocks of a section, by the lines above them. */
function blocksIn(section: string): ReadonlyMap<string, string> {
  const blocks = section.matchAll(/^(.+):\n\n(`{3,})[a-z]+\n([\s\S]*?)\n\2$/gm);
  return new Map([...blocks].map(([, title = '', , body = '']) => [title, body] as const));
}

test('every code has a section of its own', () => {
  expect([...sections.keys()].filter(Boolean).toSorted()).toEqual(Object.keys(diagnosticCodes));
});

const codes = Object.keys(diagnosticCodes) as DiagnosticCode[];

test.each(codes)('%s has its title and both examples', (code) => {
  const section = sections.get(code) ?? '';
  expect(section).toContain(`**${diagnosticCodes[code]}.**`);
  expect([...blocksIn(section).keys()]).toEqual(
    code.startsWith('parse/') ? ['Wrong', 'What `runbook check` says', 'Fixed'] : ['Wrong', 'Fixed'],
  );
});

test.each(codes.filter((code) => code.startsWith('parse/')))('%s is fixed by what the page shows', (code) => {
  const blocks = blocksIn(sections.get(code) ?? '');
  expect(blocks.get('What `runbook check` says')).toContain(`[${code}]`);
  const text = blocks.get('Fixed') ?? '';
  const { diagnostics } = parse({ file: 'page.md', path: '/page.md', text });
  // A note is no mistake: that an example of a command has no cluster, say.
  expect(diagnostics.filter(({ severity }) => severity !== 'note')).toEqual([]);
});
