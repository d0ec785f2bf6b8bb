import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { format } from '../../../../src/engine/format/format.ts';

const root = new URL('../../../../', import.meta.url);
const guide = readFileSync(new URL('docs-site/src/content/docs/guide/keep-up.md', root), 'utf8');

/** What the tables of the guide say is written before and after. */
const rows = [...guide.matchAll(/^\| `([^`]+)` +\| `([^`]+)` +\|$/gm)].map(([, before = '', after = '']) => ({
  before,
  after,
}));
const directives = rows.filter(({ before }) => before.startsWith('#'));
const openings = rows.filter(({ before }) => before.startsWith('bash'));

function formatted(text: string): string {
  const result = format({ file: 'a.md', path: '/a.md', text }, { arrows: false, fix: false });
  if ('errors' in result) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  return result.text;
}

describe('the guide tells the truth', () => {
  test('in all rows of its tables', () => {
    expect([directives.length, openings.length]).toEqual([12, 3]);
  });

  test.for(directives)('$before becomes $after', ({ before, after }) => {
    const command = before.startsWith('# wait') ? 'sleep 1 &' : 'date';
    const page = (line: string) => `# A\n\n\`\`\`bash\n${command}\n${line}\n\`\`\`\n`;
    expect(formatted(page(before))).toBe(page(after));
    expect(formatted(page(after))).toBe(page(after));
  });

  test.for(openings)('$before becomes $after', ({ before, after }) => {
    const page = (opening: string) => `# A\n\n\`\`\`${opening}\ndate\n\`\`\`\n`;
    expect(formatted(page(before))).toBe(page(after));
    expect(formatted(page(after))).toBe(page(after));
  });
});

test.for(readdirSync(new URL('runbooks/labs/', root)).filter((name) => name.endsWith('.md')))(
  '%s is in the standard form',
  (name) => {
    const text = readFileSync(new URL(`runbooks/labs/${name}`, root), 'utf8');
    expect(formatted(text)).toBe(text);
  },
);
