import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  Diagnostic,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Location,
  TextEdit,
} from 'vscode-languageserver/node';
import { LspClient } from '../../helpers/lsp-client.ts';
import { runCli } from '../../helpers/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'runbook-lsp-'));
const client = new LspClient(folder);
let can: Readonly<Record<string, unknown>> = {};
beforeAll(async () => {
  writeFileSync(join(folder, 'lab0.md'), '# Lab 0\n\n```bash\ntrue\n```\n');
  can = await client.start(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;

let pages = 0;

/** Opens a page of these lines, where `|` is the cursor. */
async function page(...lines: readonly string[]) {
  pages += 1;
  const uri = uriOf(`page${pages}.md`);
  const marked = `${lines.join('\n')}\n`;
  const at = marked.indexOf('|');
  const text = at < 0 ? marked : marked.slice(0, at) + marked.slice(at + 1);
  const before = text.slice(0, Math.max(at, 0)).split('\n');
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const wrong = await client.write(uri, text);
  const textDocument = { uri };
  const range = { start: position, end: position };
  return {
    uri,
    text,
    wrong,
    completions: () => client.ask<CompletionItem[]>('textDocument/completion', { textDocument, position }),
    hover: () => client.ask<Hover | null>('textDocument/hover', { textDocument, position }),
    definition: () => client.ask<Location | null>('textDocument/definition', { textDocument, position }),
    actions: (only?: readonly string[]) =>
      client.ask<CodeAction[]>('textDocument/codeAction', {
        textDocument,
        range,
        context: { diagnostics: wrong, ...(only ? { only } : {}) },
      }),
    all: <Answer>(method: string) =>
      client.ask<Answer>(method, { textDocument, options: { tabSize: 2, insertSpaces: true } }),
  };
}

/** A text with edits applied, as an editor does it. */
function edited(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: TextEdit['range']['start']) =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  return edits
    .toSorted((one, other) => offset(other.range.start) - offset(one.range.start))
    .reduce(
      (done, { range, newText }) =>
        done.slice(0, offset(range.start)) + newText + done.slice(offset(range.end)),
      text,
    );
}

const labels = (items: readonly CompletionItem[]) => items.map(({ label }) => label);
const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);
const textOf = (hover: Hover | null) =>
  hover && 'value' in Object(hover.contents) ? JSON.stringify(hover.contents) : '';

it('says what it can do, and counts in UTF-16', () => {
  expect(can).toMatchObject({ positionEncoding: 'utf-16', hoverProvider: true, codeLensProvider: {} });
});

describe('diagnostics', () => {
  it('are those of check, with code, place and the way to fix them', async () => {
    const { wrong, uri } = await page(
      '# Straße 🚦',
      '',
      '```bash timout=5s',
      'echo "🚦 a"',
      '# expects: a',
      '```',
    );
    expect(codes(wrong)).toEqual(['parse/unknown-option', 'parse/lookalike-expectation']);
    expect(wrong[0]).toMatchObject({
      severity: 1,
      source: 'runbook',
      range: { start: { line: 2, character: 8 } },
      message: expect.stringContaining('Did you mean'),
    });
    writeFileSync(new URL(uri), '# Straße 🚦\n\n```bash timout=5s\necho "🚦 a"\n# expects: a\n```\n');
    const checked = await runCli(['check', '--format', 'json', new URL(uri).pathname], { cwd: folder });
    const [file] = JSON.parse(checked.stdout).files;
    expect(file.diagnostics.map(({ code }: { code: string }) => code)).toEqual(codes(wrong));
  });

  it('follow the text as it is written, and are gone when it is right', async () => {
    const { uri } = await page('# Page', '', '```bash', 'echo a', '# expects: a', '```');
    expect(client.diagnostics(uri)).toHaveLength(1);
    expect(await client.write(uri, '# Page\n\n```bash\necho a\n# expect: a\n```\n')).toEqual([]);
  });

  it('leave pages alone that have nothing to run', async () => {
    expect((await page('---', 'weight: 3', '---', '', '# Plain', '', 'Words.')).wrong).toEqual([]);
  });
});

describe('completion', () => {
  it.each([
    [
      'keys of the front matter that are not there yet',
      ['---', 'title: A', 'ti|', '---'],
      ['timeout', 'requires'],
    ],
    ['pages that may be required', ['---', 'requires: [l|]', '---'], ['lab0']],
    ['languages of a fence', ['# A', '```|', '```'], ['bash', 'yaml apply', 'yaml assert', 'output']],
    [
      'options of a fence, by what it is',
      ['# A', '```bash name=x |', 'true', '```'],
      ['timeout', 'cleanup', 'manual'],
    ],
    [
      'clusters of a manifest',
      ['---', 'clusters: { EAST: kind-e }', '---', '', '```yaml apply cluster=|', '```'],
      ['$EAST'],
    ],
    [
      'comments of ours',
      ['# A', '', '```bash', 'true', '#|', '```'],
      ['# expect:', '# expect row:', '# wait: port'],
    ],
    [
      'words of an expectation',
      ['# A', '', '```bash', 'true', '# expect row |', '```'],
      ['not', 'within', 'stderr'],
    ],
    ['what can be waited for', ['# A', '', '```bash', 'true &', '# wait: |', '```'], ['port', 'http', 'log']],
    [
      'variables of the session',
      ['---', 'env: { A: b }', '---', '', '```bash', 'X=1', 'echo $|', '```'],
      ['$A', '$X'],
    ],
    ['variables in an expectation', ['# A', '', '```bash', 'X=1; echo $X', '# expect: ${|', '```'], ['${X}']],
    ['headings that a link leads to', ['# A', '', '## Set up', '', 'See [it](#|)'], ['#a', '#set-up']],
    ['pages that are included', ['# A', '', '<!-- include: |'], ['lab0.md']],
  ])('offers %s', async (_, lines, offered) => {
    const items = await (await page(...lines)).completions();
    expect(labels(items)).toEqual(expect.arrayContaining(offered));
  });

  it('offers nothing for an option that there is not, whatever its name', async () => {
    const { completions } = await page('# A', '', '```bash constructor=|', 'true', '```');
    expect(await completions()).toEqual([]);
  });

  it('does not offer a second kind, and writes over what was begun', async () => {
    const { completions, text } = await page('# A', '', '```bash', 'true', '# expect row wi|', '```');
    const items = await completions();
    expect(labels(items)).not.toContain('exact');
    const within = items.find(({ label }) => label === 'within');
    expect(edited(text, [within?.textEdit as TextEdit])).toContain('# expect row within 30s\n');
  });
});

describe('hover', () => {
  it.each([
    [
      'what an expectation means',
      ['# A', '', '```bash', 'true', '# expect r|ow within 5s: a b', '```'],
      'within',
    ],
    [
      'what an option does',
      ['# A', '', '```bash clean|up', 'true', '```'],
      'runs at the end whatever happened',
    ],
    ['what a key is for', ['---', 'tool|s: { kubectl: "*" }', '---'], 'Programs that must be on PATH'],
    [
      'what a mistake means',
      ['# A', '', '```bash', 'true', '# exp|ects: a', '```'],
      'parse/lookalike-expectation',
    ],
  ])('tells %s', async (_, lines, told) => {
    expect(textOf(await (await page(...lines)).hover())).toContain(told);
  });

  it('shows what a command printed when the page was last verified', async () => {
    const text = '# Recorded\n\n```bash\necho "hello $((40 + 2))"\n# expect: hello\n```\n';
    writeFileSync(join(folder, 'recorded.md'), text);
    expect(
      (await runCli(['exec', 'recorded.md', '--record'], { cwd: folder, env: { CI: undefined } })).code,
    ).toBe(0);
    const uri = uriOf('recorded.md');
    await client.write(uri, text);
    const position = { line: 3, character: 2 };
    const hover = await client.ask<Hover>('textDocument/hover', { textDocument: { uri }, position });
    expect(textOf(hover)).toContain('hello 42');
    expect(textOf(hover)).toContain('Verified on');
  });
});

describe('code actions', () => {
  it.each([
    ['the option that was meant', ['# A', '', '```bash tim|out=5s', 'true', '```'], 'bash timeout=5s'],
    [
      'the key that was meant',
      ['---', 'requ|irse: [lab0]', '---', '', '```bash', 'true', '```'],
      'requires: [lab0]',
    ],
    [
      'the word that was meant',
      ['# A', '', '```bash', 'true', '# expect ro|ww: a', '```'],
      '# expect row: a',
    ],
    [
      'the expectation that was meant',
      ['# A', '', '```bash', 'echo a', '# exp|ects: a', '```'],
      '# expect: a\n',
    ],
    [
      'an expectation in place of an arrow',
      ['# A', '', '```bash', 'echo a', '# → |a', '```'],
      '# expect: a\n',
    ],
    [
      'the clusters that kubectl needs',
      ['# A', '', '```bash', 'kubectl --context kind-x get| pods', '```'],
      '---\nclusters: { CLUSTER: kind-x }\n---\n\n# A\n',
    ],
  ])('write %s', async (_, lines, written) => {
    const { actions, text, uri } = await page(...lines);
    const [fix] = (await actions(['quickfix'])) ?? [];
    const after = edited(text, fix?.edit?.changes?.[uri] ?? []);
    expect(after).toContain(written);
    expect((await client.write(uri, after)).filter(({ severity }) => severity === 1)).toEqual([]);
  });

  it('write all of the page in the standard form at once', async () => {
    const { actions, text, uri } = await page(
      '# A',
      '',
      '```bash',
      'echo a',
      '# expects: a',
      'echo b',
      '# expect:b|',
      '```',
    );
    const [all] = await actions(['source.fixAll']);
    expect(edited(text, all?.edit?.changes?.[uri] ?? [])).toContain('# expect: a\necho b\n# expect: b\n');
  });

  it('take what the record says: into an empty output, and below a block that checks nothing', async () => {
    const commands = '```bash\nprintf "a 10.1.2.3\\nb\\n"\n```\n';
    writeFileSync(join(folder, 'taken.md'), `# Taken\n\n${commands}`);
    expect(
      (await runCli(['exec', 'taken.md', '--record'], { cwd: folder, env: { CI: undefined } })).code,
    ).toBe(0);
    const uri = uriOf('taken.md');
    const take = async (text: string, line: number) => {
      await client.write(uri, text);
      const at = { line, character: 1 };
      const actions = await client.ask<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri },
        range: { start: at, end: at },
        context: { diagnostics: [], only: ['quickfix'] },
      });
      const found = actions.find(({ title }) => title.includes('of the record'));
      return edited(text, found?.edit?.changes?.[uri] ?? []);
    };
    const wanted = `# Taken\n\n${commands}\n\`\`\`output\na x.x.x.x\nb\n\`\`\`\n`;
    expect(await take(`# Taken\n\n${commands}`, 3)).toBe(wanted);
    expect(await take(`# Taken\n\n${commands}\n\`\`\`output\n\`\`\`\n`, 6)).toBe(wanted);
  });
});

it('formats as fmt does, and changes nothing that is right', async () => {
  const { all, text } = await page('# A', '', '```bash', 'echo "é 🚦"', '# expect:é', '```');
  expect(edited(text, await all<TextEdit[]>('textDocument/formatting'))).toContain('# expect: é\n');
  const right = await page('# A', '', '```bash', 'true', '```');
  expect(await right.all<TextEdit[]>('textDocument/formatting')).toEqual([]);
});

it('lists steps with their commands, and folds what belongs together', async () => {
  const lines = [
    '---',
    'title: A',
    '---',
    '',
    '# A',
    '',
    '## One',
    '',
    '```bash',
    'echo a',
    '```',
    '',
    '## Two',
    '',
    '```bash',
    'ls',
    '```',
  ];
  const { all } = await page(...lines);
  const symbols = await all<DocumentSymbol[]>('textDocument/documentSymbol');
  expect(symbols.map(({ name, children }) => [name, children?.map((each) => each.name)])).toEqual([
    ['One', ['echo a']],
    ['Two', ['ls']],
  ]);
  const folds = await all<FoldingRange[]>('textDocument/foldingRange');
  expect(folds.map(({ startLine, endLine }) => [startLine, endLine])).toEqual(
    expect.arrayContaining([
      [0, 2],
      [6, 10],
      [8, 10],
    ]),
  );
});

it.each([
  ['the page that is required', ['---', 'requires: [la|b0]', '---'], 'lab0.md', 0],
  ['the page of a list', ['---', 'requires:', '  - la|b0', '---'], 'lab0.md', 0],
  ['the page that is included', ['# A', '', '<!-- include: lab|0.md -->'], 'lab0.md', 0],
  ['the page that is linked', ['# A', '', 'See [it](lab0.md#la|b-0).'], 'lab0.md', 0],
] as const)('goes to %s', async (_, lines, file, line) => {
  const found = await (await page(...lines)).definition();
  expect(found).toMatchObject({ uri: uriOf(file), range: { start: { line } } });
});

it('goes to a heading of the page', async () => {
  const found = await (await page('# A', '', '## Set up', '', 'See [it](#set|-up).')).definition();
  expect(found?.range.start.line).toBe(2);
});

describe('running', () => {
  const text = '# Run\n\n## Good\n\n```bash\ntrue\n```\n\n## Bad\n\n```bash\necho one\n# expect: two\n```\n';

  it('is offered above each step, with the command for a terminal', async () => {
    const { all, uri } = await page(...text.trimEnd().split('\n'));
    const lenses = await all<CodeLens[]>('textDocument/codeLens');
    expect(lenses.map(({ range, command }) => [range.start.line, command?.title])).toEqual([
      [0, 'Run the page'],
      [2, 'Run this step'],
      [2, 'Run up to here'],
      [8, 'Run this step'],
      [8, 'Run up to here'],
    ]);
    expect(lenses[1]?.command).toMatchObject({
      command: 'runbook.run',
      arguments: [{ uri, only: 'good', command: expect.arrayContaining(['exec', '--only', 'good']) }],
    });
  });

  it('shows what failed in the page, until that is changed', async () => {
    const uri = uriOf('run.md');
    const run = (request: object) =>
      client.ask<unknown>('workspace/executeCommand', {
        command: 'runbook.run',
        arguments: [{ uri, ...request }],
      });
    await client.write(uri, text);
    expect(await run({})).toBeNull();
    expect(client.shown.at(-1)).toContain('Save the page first');
    writeFileSync(new URL(uri), text);
    expect(await run({ only: 'good' })).toEqual({ passed: true });
    expect(await run({ only: 'bad' })).toEqual({ passed: false });
    expect(client.diagnostics(uri)).toMatchObject([
      {
        source: 'runbook run',
        range: { start: { line: 12 } },
        message: expect.stringContaining('actual one'),
      },
    ]);
    expect(await client.write(uri, text.replace('two', 'one'))).toEqual([]);
  });
});

it('leaves when it is told to', async () => {
  expect(await client.leave()).toBe(0);
});
