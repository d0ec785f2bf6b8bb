import { describe, expect, test } from 'vitest';
import { parse } from '../../../../src/engine/parse.ts';

const codesOf = (text: string) =>
  parse({ file: 'a.md', path: '/a.md', text: `${text}\n\n\`\`\`bash\ndate\n\`\`\`\n` }).diagnostics.map(
    ({ code }) => code,
  );

const list = (depth: number, mark = '-') =>
  Array.from({ length: depth }, (_, level) => `${'   '.repeat(level)}${mark} item`).join('\n');

describe('nesting that would take minutes to be read', () => {
  test.for([
    ['lists a hundred and one deep', list(101)],
    ['numbered lists as deep', list(101, '1.')],
    ['a thousand quotes on a line', `${'>'.repeat(1000)} quoted`],
    ['a thousand lists on a line', `${'- '.repeat(1000)}item`],
  ])('is an error at once: %s', ([, text = '']) => {
    expect(codesOf(text)).toEqual(['parse/too-deep']);
  });

  test.for([
    ['lists fifty deep', list(50)],
    ['a long list', Array.from({ length: 5000 }, () => '- item').join('\n')],
    ['many lists of two levels', Array.from({ length: 500 }, () => '- item\n  - inside').join('\n')],
    ['a hundred quotes on a line', `${'>'.repeat(100)} quoted`],
  ])('is read: %s', ([, text = '']) => {
    expect(codesOf(text)).toEqual([]);
  });
});
