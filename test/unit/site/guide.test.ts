import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { helpedCommands } from '../../../src/cli/helped-commands.ts';
import { parse } from '../../../src/engine/parse.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const pages = [
  'README.md',
  ...globSync('docs-site/src/content/docs/{index,guide/*}.md', { cwd: repository }).toSorted(),
];

type Example = { readonly page: string; readonly line: number; readonly info: string; readonly text: string };

/** Every block of a page, with its language and options. */
function blocksOf(page: string): readonly Example[] {
  const text = readFileSync(repository + page, 'utf8');
  return [...text.matchAll(/^(`{3,})(\S.*)\n([\s\S]*?)^\1[ \t]*$/gm)].map((found) => ({
    page,
    line: text.slice(0, found.index).split('\n').length,
    info: found[2]?.trim() ?? '',
    text: found[3] ?? '',
  }));
}

const blocks = pages.flatMap(blocksOf);

/** Runbooks and parts of them, as pages show them; `wrong=CODE` behind the language: that is said of it. */
const runbooks = blocks.filter(
  ({ info, text }) =>
    /^markdown\b/.test(info) || (/^bash\b/.test(info) && /^# (?:expect|wait)\b/m.test(text)),
);

/** A part has the clusters of the labs; what only shows a diagram runs nothing. */
function saidOf({ info, text }: Example): readonly string[] {
  const part = info.startsWith('bash') ? `\`\`\`${info}\n${text}\`\`\`\n` : text;
  const whole = part.startsWith('---\n')
    ? part
    : `---\nclusters: { CLUSTER1: a, CLUSTER2: b }\n---\n\n${part}`;
  const { diagnostics } = parse({ file: 'example.md', path: '/example.md', text: whole });
  return diagnostics.map(({ code }) => code).filter((code) => code !== 'parse/no-runnable-block');
}

describe('examples of the guide', () => {
  it.each(runbooks)('$page:$line is a runbook, or is wrong as the page says', (example) => {
    const wrong = [...example.info.matchAll(/wrong=(\S+)/g)].map(([, code]) => code);
    expect(saidOf(example)).toEqual(wrong);
  });

  it('are there, right ones and wrong ones', () => {
    expect(runbooks.length).toBeGreaterThanOrEqual(10);
    expect(runbooks.some(({ info }) => info.includes('wrong='))).toBe(true);
  });
});

const commands = new Map(helpedCommands().map(({ command }) => [command.name(), command]));

/** Lines that call runbook, in blocks and in the text; of an option only its name. Without a mark in front it may be prose. */
const calls = pages.flatMap((page) =>
  readFileSync(repository + page, 'utf8')
    .split('\n')
    .flatMap((row, index) =>
      [...row.matchAll(/(^|npx |`)runbook ([a-z]+)((?: [^`|#&]+)?)/g)]
        .filter(([, before, name = '']) => before !== '' || commands.has(name))
        .map(([, , name = '', rest = '']) => ({ where: `${page}:${index + 1}`, name, rest })),
    ),
);

describe('commands of the guide', () => {
  it('are those of the program, with its options', () => {
    const wrong = calls.flatMap(({ where, name, rest }) => {
      const command = commands.get(name);
      const own = rest.split(' -- ')[0] ?? '';
      const options = [...own.matchAll(/(?<= )--[a-z][a-z-]*/g)].map(([option]) => option);
      const unknown = options.filter((option) => !command?.options.some(({ long }) => long === option));
      return command ? unknown.map((option) => `${where}: ${name} ${option}`) : [`${where}: ${name}`];
    });
    expect(wrong).toEqual([]);
    expect(calls.length).toBeGreaterThan(40);
  });
});
