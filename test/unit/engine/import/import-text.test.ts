import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importText } from '../../../../src/engine/import/import-text.ts';
import type { ImportFormatName } from '../../../../src/engine/import/registry.ts';
import { recognise } from '../../../../src/engine/parse/recognise.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../../../fixtures/import/${name}`, import.meta.url), 'utf8');

function read(text: string, from?: ImportFormatName) {
  const result = importText({ file: 'a.md', text }, from === undefined ? {} : { from });
  if (result.kind !== 'imported') throw new Error(result.kind);
  return result;
}

const fenced = (...rows: readonly string[]) => ['```bash', ...rows, '```', ''].join('\n');

describe('line ends', () => {
  const inputs = [
    'prose/lab-source/input.txt',
    'prose/fenced/input.md',
    'expected-output/page/input.md',
    'transcript/cram/input.t',
    'transcript/eks-workshop/input.md',
    'istio/page/input.md',
    'runme/notebook/input.md',
  ];

  test.each(inputs)('of Windows and a byte order mark stay in %s', (input) => {
    const text = fixture(input);
    const there = importText({ file: input, text: `\uFEFF${text.replaceAll('\n', '\r\n')}` });
    const here = importText({ file: input, text });
    if (there.kind !== 'imported' || here.kind !== 'imported') throw new Error('unclear');
    expect(there.text).toBe(`\uFEFF${here.text.replaceAll('\n', '\r\n')}`);
    expect(there.remarks.map(({ message, span }) => [span.start.line, message])).toEqual(
      here.remarks.map(({ message, span }) => [span.start.line, message]),
    );
  });
});

describe('the format', () => {
  test('is not guessed when two have a mark of their own', () => {
    const text = `${fixture('istio/page/input.md')}\n\`\`\`sh {"name":"x"}\nls\n\`\`\`\n`;
    const result = importText({ file: 'a.md', text });
    expect(result).toMatchObject({ kind: 'unclear', candidates: [{ name: 'istio' }, { name: 'runme' }] });
  });

  test('with a mark of its own wins over what other documents have too', () => {
    const text = `\`\`\`sh {"name":"x"}\nls\n\`\`\`\n\nExpected output:\n\n\`\`\`\nsrc\n\`\`\`\n`;
    const result = read(text);
    expect(result.format).toBe('runme');
    expect(read(result.text).format).toBe('expected-output');
  });

  test('is none when there is nothing to import, and when there is nothing of the one asked for', () => {
    for (const text of ['', '# A page\n\nIt says nothing.\n', '```python\nprint(1)\n```\n'])
      expect(importText({ file: 'a.md', text })).toEqual({ kind: 'unclear', candidates: [] });
    expect(importText({ file: 'a.md', text: fenced('ls') }, { from: 'runme' }).kind).toBe('unclear');
  });
});

test('a document in which nothing could run is said to be one, with what was found in it', () => {
  const page = '<!-- step goTo: "https://example.com" -->\n';
  expect(importText({ file: 'a.md', text: page })).toMatchObject({
    kind: 'idle',
    format: 'doc-detective',
    remarks: [{ span: { start: { line: 1 } }, message: expect.stringContaining('`goTo`') }],
  });
});

describe('arrows', () => {
  test.each([
    ['# → HTTP 200', '# expect: HTTP 200'],
    ['# → HTTP 000 (reset — nobody is there)', '# expect: HTTP 000 — reset — nobody is there'],
    ['# → SYNCED (all of (them))', '# expect: SYNCED — all of (them)'],
    ['# → no output — locked (no ratings)', '# expect: no output — locked (no ratings)'],
    ['# → (nothing)', '# expect: no output'],
    ['# → a   b', '# expect row: a b'],
    ['# → a=1 b=2', '# expect row: a=1 b=2'],
    ['# → a=1', '# expect: a=1'],
    ['#→ web  1/1  ← ours', '# expect row: web 1/1 ← ours'],
    ['# -> created', '# expect: created'],
    ['# => created', '# expect: created'],
    ['    # → created', '# expect: created'],
  ])('%s becomes %s', (arrow, expected) => {
    expect(read(fenced('date', arrow)).text).toBe(fenced('date', expected));
  });

  test('behind a command move below it', () => {
    expect(read(fenced('a && b   # → done', 'c')).text).toBe(fenced('a && b', '# expect: done', 'c'));
  });

  test('below several kills move above all of them, but not past other checks', () => {
    expect(read(fenced('a &', 'b', 'kill %1', 'kill %2', '# → x')).text).toBe(
      fenced('a &', 'b', '# expect: x', 'kill %1', 'kill %2'),
    );
    expect(read(fenced('b', '# → x', 'kill %1', '# → y')).text).toBe(
      fenced('b', '# expect: x', 'kill %1', '# expect: y'),
    );
  });

  test('know the checks that are there already', () => {
    expect(read(fenced('a', '# expect: x', 'b &', '# → ready', 'kill %1', '# → y')).text).toBe(
      fenced('a', '# expect: x', 'b &', '# suggested: wait: log ready', 'kill %1', '# expect: y'),
    );
  });

  test('and hints suggest nothing where there is a check', () => {
    const rows = ['# It should show "x"', 'a', '# expect: x', 'b', '# → y'];
    expect(read(fenced(...rows)).text).toBe(fenced(...rows.slice(0, -1), '# expect: y'));
  });

  test('that could not fail stay what they are, and it is said', () => {
    const { text, remarks } = read(fenced('date', '# → ...', 'ls', '# → — only a note', 'pwd', '# → x'));
    expect(text).toBe(fenced('date', '# → ...', 'ls', '# → — only a note', 'pwd', '# expect: x'));
    expect(remarks.map(({ span }) => span.start.line)).toEqual([3, 5]);
  });

  test('in a here-document are data', () => {
    const text = fenced('cat <<EOF', '# → x', 'EOF', '# → y');
    expect(read(text).text).toBe(fenced('cat <<EOF', '# → x', 'EOF', '# expect: y'));
  });
});

describe('front matter', () => {
  test('stays, but for what runbook would take for a key of its own: that becomes a comment, whole values too', () => {
    const head =
      '---\ntitle: A\naliases: [/old]\ntools:\n  - helm\n\n  - kind\ncluster:\n  a: b\ntimeout: 3m\n---\n\n';
    const { text, remarks } = read(`${head}${fenced('date', '# → x')}`);
    expect(text.slice(0, text.indexOf('\n```'))).toBe(
      '---\ntitle: A\naliases: [/old]\n# tools:\n#   - helm\n\n#   - kind\n# cluster:\n#   a: b\ntimeout: 3m\n---\n',
    );
    expect(remarks[0]?.message).toContain('`tools`, `cluster`');
  });

  test('names the clusters that commands use, whichever way they are written', () => {
    const commands = [
      'kubectl --context "${EAST}" get ns',
      'for C in $EAST $WEST; do istioctl --context=$C version; done',
      'OWN=kind',
      'kubectl --context $OWN get ns  # → x',
    ];
    const contexts = { WEST: 'arn:aws:eks:west' };
    const result = importText({ file: 'a.md', text: fenced(...commands) }, { contexts });
    if (result.kind !== 'imported') throw new Error(result.kind);
    expect(result.text.slice(0, result.text.indexOf('```'))).toBe(
      '---\nclusters:\n  EAST: east # suggested: the context that is meant\n  WEST: "arn:aws:eks:west"\n  OWN: kind\n---\n\n',
    );
    expect(result.diagnostics).toEqual([]);
  });
});

describe('comments that look like checks', () => {
  test('become suggestions, wherever they were', () => {
    const { text, remarks } = read(fenced('date', '# Expected: 12', 'ls', '# → a'));
    expect(text).toBe(fenced('date', '# suggested: expect: 12', 'ls', '# expect: a'));
    expect(remarks).toMatchObject([
      { kind: 'suggestion', suggested: '# expect: 12', span: { start: { line: 3 } } },
    ]);
  });

  test('become suggestions in a block that is divided, too', () => {
    const { text } = read(fenced('echo a', 'kubectl get pods --watch', '# Expected: 3'));
    expect(text).toContain('skip="it never ends"\nkubectl get pods --watch\n# suggested: expect: 3\n');
  });
});

test('what an import suggests is prose to the engine', () => {
  for (const input of ['prose/fenced', 'transcript/eks-workshop', 'runme/notebook']) {
    const text = fixture(`${input}/expected.md`);
    const lines = text.split('\n').filter((line) => line.includes('# suggested:'));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(recognise(line.trim())).toEqual({ kind: 'prose' });
  }
});

describe('transcripts', () => {
  const transcript = (...rows: readonly string[]) => read(fenced(...rows), 'transcript').text;

  test('take a command to be as long as bash does', () => {
    expect(transcript('$ echo "a', 'b"', 'a', 'b')).toBe(
      `${fenced('echo "a', 'b"')}\n\`\`\`output\na\nb\n\`\`\`\n`,
    );
    const unread = `${fenced("$ echo it's", 'it', '$ date')}\n${fenced('$ date')}`;
    expect(read(unread, 'transcript').text).toContain("echo it's\n# expect: it\n");
    expect(transcript('$ for i in a; do', '>   echo $i', '> done', 'a')).toBe(
      fenced('for i in a; do', '  echo $i', 'done', '# expect: a'),
    );
  });

  test('quote what would mean more than its characters', () => {
    expect(transcript('$ cat note', 'a — b')).toBe(fenced('cat note', '# expect: "a — b"'));
    expect(transcript('$ cat note', 'costs ${PRICE} "net"')).toBe(
      fenced('cat note', '# expect: "costs ${PRICE} \\"net\\""'),
    );
    expect(transcript('$ cat note', 'no output')).toBe(fenced('cat note', '# expect: "no output"'));
  });

  test('in quotes and lists stay in them', () => {
    const text = '> ```bash\n> $ date\n> Mon\n> ```\n\n1. ```bash\n   $ date\n   a\n   b\n   ```\n';
    expect(read(text, 'transcript').text).toBe(
      '> ```bash\n> date\n> # expect: Mon\n> ```\n\n1. ```bash\n   date\n   ```\n\n   ```output\n   a\n   b\n   ```\n',
    );
  });

  test('get longer marks when they show a fence', () => {
    expect(read('````bash\n$ cat a.md\n```bash\nls\n```\n````\n', 'transcript').text).toBe(
      '```bash\ncat a.md\n```\n\n````output\n```bash\nls\n```\n````\n',
    );
  });
});
