import { describe, expect, it } from 'vitest';
import { parse } from '../../../../src/engine/parse.ts';

const read = (head: string, body = '```bash\ndate\n```') => {
  const { runbook, diagnostics } = parse({ file: 'page.md', path: '/page.md', text: `${head}\n\n${body}\n` });
  return {
    ...runbook.meta,
    title: runbook.title,
    said: diagnostics.map(({ severity, code, span }) => `${span?.start.line} ${severity} ${code}`),
  };
};
const yaml = (...lines: readonly string[]) => ['---', ...lines, '---'].join('\n');
const toml = (...lines: readonly string[]) => ['+++', ...lines, '+++'].join('\n');
const checked = '```bash\ndate\n# expect: 20...\n```';

describe("another tool's front matter", () => {
  it.each([
    ['Hugo', yaml('title: A', 'weight: 3', 'draft: false', 'tags: [a]', 'menu: { main: { weight: 1 } }')],
    [
      'Docusaurus',
      yaml('id: a', 'sidebar_position: 2', 'sidebar_label: A', 'slug: /a', 'pagination_next: null'),
    ],
    ['Starlight', yaml('title: A', 'template: splash', 'sidebar: { order: 1 }', 'tableOfContents: false')],
    ['MkDocs', yaml('title: A', 'hide: [toc]', 'icon: x', 'search: { exclude: true }')],
    ['Jekyll', yaml('layout: page', 'nav_order: 2', 'permalink: /a', 'read: 5 min', 'table: x')],
    ['Microsoft Learn', yaml('ms.topic: quickstart', 'ms.date: 01/01/2026', 'author: a', 'description:')],
  ])('of %s is passed over', (_, head) => {
    expect(read(head).said).toEqual([]);
    expect(read(head, checked).said).toEqual([]);
  });

  it('has our keys in it, beside its own', () => {
    const { clusters, title, said } = read(yaml('weight: 3', 'title: A', 'clusters: { C: kind-one }'));
    expect({ clusters, title, said }).toEqual({ clusters: { C: 'kind-one' }, title: 'A', said: [] });
  });

  it('may give our keys another meaning, which is noted on its own page and wrong on one of ours', () => {
    const head = yaml('timeout: 10', 'env: prod', 'tools: [a]', 'requires: x');
    const lines = [2, 3, 4, 5];
    expect(read(head).said).toEqual(lines.map((line) => `${line} note parse/wrong-type`));
    expect(read(head, checked).said).toEqual(lines.map((line) => `${line} error parse/wrong-type`));
  });

  it('misses one of our keys by a letter or two, which is a mistake wherever anything runs', () => {
    expect(read(yaml('cluster: { A: b }')).said).toEqual(['2 error parse/unknown-key']);
    expect(read(yaml('cluster: { A: b }'), 'Prose.').said).toContain('2 note parse/unknown-key');
  });
});

describe('runbook: in the front matter', () => {
  it('has our keys, so that those beside it are not ours', () => {
    const head = yaml('env: prod', 'tools: [a]', 'title: A', 'runbook:', '  env: { A: b }', '  timeout: 2m');
    const { env, timeoutMs, title, said } = read(head, checked);
    expect({ env, timeoutMs, title, said }).toEqual({
      env: { A: 'b' },
      timeoutMs: 120_000,
      title: 'A',
      said: [],
    });
  });

  it('has nothing else', () => {
    expect(read(yaml('runbook:', '  weight: 3', '  timeout: 10')).said).toEqual([
      '3 error parse/unknown-key',
      '4 error parse/wrong-type',
    ]);
  });

  it('may be the address of a page in other tools', () => {
    expect(read(yaml('runbook: https://example.com')).said).toEqual(['2 note parse/wrong-type']);
  });
});

describe('front matter in TOML', () => {
  it('is read as in YAML, at its places', () => {
    const head = toml('title = "A"', 'date = 2026-01-02', 'weight = 3', '[clusters]', 'C = "kind-one"');
    const { clusters, title, said, spans } = read(head, checked);
    expect({ clusters, title, said }).toEqual({ clusters: { C: 'kind-one' }, title: 'A', said: [] });
    expect(spans.clusters?.start).toMatchObject({ line: 5, column: 2 });
    expect(spans['clusters.C']?.start).toMatchObject({ line: 6, column: 1 });
  });

  it('has ours in tables below runbook', () => {
    const { tools, timeoutMs } = read(
      toml('[runbook]', 'timeout = "1m"', '[runbook.tools]', 'kubectl = "*"'),
    );
    expect({ tools, timeoutMs }).toEqual({ tools: { kubectl: '*' }, timeoutMs: 60_000 });
  });

  it('has its mistakes where they are', () => {
    expect(read(toml('title = "A"', 'tools = ["a"]'), checked).said).toEqual(['3 error parse/wrong-type']);
    expect(read(toml('title = "A"', 'x = ')).said).toEqual(['3 error parse/bad-front-matter']);
    expect(read('+++\ntitle = "A"').said).toContain('1 error parse/bad-front-matter');
  });
});
