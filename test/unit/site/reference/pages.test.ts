import { describe, expect, test } from 'vitest';
import { commands } from '../../../../src/cli/commands/registry.ts';
import { helpedCommands } from '../../../../src/cli/helped-commands.ts';
import { type FenceKind, optionTable } from '../../../../src/engine/parse/option-table.ts';
import { parse } from '../../../../src/engine/parse.ts';
import { commandsPage } from '../../../../src/site/reference/commands-page.ts';
import { fencesPage, sample } from '../../../../src/site/reference/fences-page.ts';
import { frontMatterPage } from '../../../../src/site/reference/front-matter-page.ts';
import { block, code, table } from '../../../../src/site/reference/markdown.ts';

const read = (text: string) => parse({ file: 'a.md', path: '/a.md', text });

const fence = (info: string, body: string) => `\`\`\`${info}\n${body}\n\`\`\`\n`;
const manifest = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }';

/** A page with an option on a fence of each kind. */
const pages: Readonly<Record<FenceKind, (option: string) => string>> = {
  shell: (option) => fence(`bash ${option}`, 'date'),
  program: (option) =>
    `---\ntools: { python3: "*" }\n---\n${fence(option.startsWith('exec') ? 'python exec=python3' : `python exec=python3 ${option}`, 'print(1)')}`,
  manifest: (option) => `---\nclusters: { A: b }\n---\n${fence(`yaml apply ${option}`, manifest)}`,
  assert: (option) => `---\nclusters: { A: b }\n---\n${fence(`yaml assert ${option}`, manifest)}`,
  file: (option) => fence(`yaml file=a.yaml ${option}`, 'a: b') + fence('bash', 'cat a.yaml'),
  output: (option) =>
    `${fence('bash', 'date')}\n${fence(option === 'verbatim' ? 'output verbatim' : `json output ${option}`, '{}')}`,
};

describe('fences', () => {
  const { markdown } = fencesPage();

  test.each(Object.entries(optionTable))('%s is in the table', (name, { form, summary }) => {
    expect(markdown).toMatch(
      new RegExp(`^\\| \`${name}[=\`].* \\| ${summary.replace(/[.*`:;-]/g, '\\$&')}\\. \\|$`, 'm'),
    );
    expect(markdown).toContain(`| ${sample(name, form)} |`);
  });

  test.each(Object.entries(optionTable))(
    '%s works as it is shown, on the blocks that are named',
    (name, { form, on }) => {
      const written =
        sample(name, form)
          .replace(/`/g, '')
          .split(', ')
          .at(-1)
          ?.replace('…', name === 'cluster' ? '$A' : 'a') ?? '';
      for (const kind of on) {
        // With lines in the fence it is one that is written.
        if (name === 'file' && kind !== 'shell') continue;
        // With an interpreter it is a program.
        if (name === 'exec' && kind === 'shell') continue;
        const beside = name === 'input' ? 'tty ' : '';
        const { diagnostics } = read(
          pages[kind](['apply', 'assert', 'output'].includes(name) ? '' : `${beside}${written}`),
        );
        // That a page of one block with `skip` runs nothing is worth a note, and no mistake.
        expect(diagnostics.filter(({ severity }) => severity !== 'note')).toEqual([]);
      }
    },
  );
});

test('the front matter that the page shows can be read', () => {
  const { markdown } = frontMatterPage();
  const [, head = ''] = /```yaml\n([\s\S]*?)\n```/.exec(markdown) ?? [];
  const { runbook, diagnostics } = read(`${head}\n\`\`\`bash\ndate\n\`\`\`\n`);
  expect(diagnostics).toEqual([]);
  expect(runbook.meta).toMatchObject({ timeoutMs: 120_000, clusters: { CLUSTER1: 'kind-east' } });
  for (const key of Object.keys(runbook.meta.spans).filter((name) => !name.includes('.'))) {
    expect(markdown).toContain(`| \`${key}\` |`);
  }
});

test('every command is there with its options and examples', () => {
  const helped = helpedCommands();
  const { markdown } = commandsPage();
  expect(helped.map(({ command }) => command.name())).toEqual(Object.keys(commands));
  for (const { command, help } of helped) {
    const section = markdown.split(`## \`runbook ${command.name()}\`\n`)[1]?.split('\n## ')[0] ?? '';
    for (const { flags, hidden } of command.options)
      if (!hidden) expect(section).toContain(`| ${code(flags).replaceAll('|', '\\|')} |`);
    const shown = [...section.matchAll(/^\| `runbook .*$/gm)].length;
    expect(shown).toBe([...help.matchAll(/^ {2}runbook .*$/gm)].length);
  }
});

test('what is in code or in a table comes out as it was put in', () => {
  expect(code('a `b` | c')).toBe('``a `b` | c``');
  expect(code('`a`')).toBe('`` `a` ``');
  expect(code('\u001b[0m')).toBe('`␛[0m`');
  expect(table(['A', 'B'], [['a|b', 'c\nd']])).toBe('| A | B |\n| --- | --- |\n| a\\|b | c<br>d |');
  expect(block('markdown', '```bash\ndate\n```')).toBe('````markdown\n```bash\ndate\n```\n````');
});
