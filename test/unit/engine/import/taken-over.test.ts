import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importText } from '../../../../src/engine/import/import-text.ts';

function read(...rows: readonly string[]) {
  return readFile({ 'a.md': `${rows.join('\n')}\n` });
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'taken-over-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Imports the first of some files that stand beside each other. */
function readFile(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const [file = '', text = ''] = Object.entries(files)[0] ?? [];
  const result = importText({ file, text, path: join(folder, file) });
  if (result.kind !== 'imported') throw new Error(result.kind);
  expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return {
    rows: result.text.split('\n'),
    notes: result.remarks.map(({ span, message }) => `${span.file}:${span.start.line} ${message}`),
    suggested: result.remarks.flatMap(({ suggested }) => suggested ?? []),
  };
}

describe('transcripts', () => {
  test('a comment between commands is the author’s, and one in an output that is printed stays there', () => {
    const { rows } = read(
      '```console',
      '$ a',
      'one',
      '',
      '# next',
      '$ head notes',
      '# A title',
      '$ c',
      '```',
    );
    expect(rows).toEqual([
      '```bash',
      'a',
      '# expect: one',
      '',
      '# next',
      'head notes',
      '# expect: "# A title"',
      'c',
      '```',
      '',
    ]);
  });

  test('what kubectl says of a status is a check of the status', () => {
    const block = (...lines: readonly string[]) => read('{{< text bash >}}', ...lines, '{{< /text >}}').rows;
    const said = 'command terminated with exit code 56';
    expect(block('$ mytool call', said)).toEqual(
      expect.arrayContaining(['# expect exit: 56', `# expect: ${said}`]),
    );
    expect(block('$ mytool call', '000', said)).toEqual(
      expect.arrayContaining(['# expect exit: 56', '# expect: 000', `# expect stderr: ${said}`]),
    );
    expect(block('$ mytool call | tee log', said)).toContain('# expect exit: any');
  });

  test('labels of mdx behind the language count, and conditions that nothing here can tell leave the block out', () => {
    const { rows, notes } = read(
      '```sh non-deterministic=output',
      '$ mytool id',
      '7',
      '```',
      '',
      '```sh version<4.14',
      '$ mytool old',
      '```',
    );
    expect(rows).toEqual(expect.arrayContaining(['```output example', '```sh skip="version<4.14 in mdx"']));
    expect(notes.join('\n')).toContain('a.md:6 mdx runs the block under a condition');
  });

  test('of several commands of scrut only the last has to succeed, and a repeated line may be more lines', () => {
    const { rows, notes } = read('```scrut', '$ mytool one', '> mytool two', 'f* (glob+)', '```');
    expect(rows).toEqual(expect.arrayContaining(['mytool one || true', 'mytool two', 'f...', '...']));
    expect(notes.join('\n')).toContain('the others may fail here too');
  });

  test('a line of cram means its characters when the command has them, and Python’s expressions become ours', () => {
    const { rows } = read('  $ echo "a (re)"', '  a (re)', '  $ mytool', '  (?P<n>\\d+) b\\Z (re)');
    expect(rows).toEqual(
      expect.arrayContaining(['# expect exact: a (re)', '# expect regex: ^(?:(?<n>\\d+) b$)$']),
    );
  });

  test('the folder of a page of Runme is that of its cells, and a cell’s own is seen from there', () => {
    const { rows } = read(
      '---',
      'cwd: ..',
      '---',
      '',
      '```sh {"name":"a","cwd":"web"}',
      'ls',
      '```',
      '',
      '```sh',
      'ls',
      '```',
    );
    expect(rows).toEqual(expect.arrayContaining(['```sh name=a dir="../web"', '```sh dir=..']));
  });
});

describe('what a run needs', () => {
  const apply = ['```bash', 'kubectl apply -f pod.yaml', '```'];
  const pod = ['Save this as `pod.yaml`:', '', '```yaml', 'kind: Pod', '```', ''];

  test('a block that readers save is written, if a command below uses the file', () => {
    expect(read(...pod, ...apply).rows).toContain('```yaml file=pod.yaml');
    expect(read(...apply, '', ...pod).rows).toContain('```yaml');
    expect(read(...pod, '```bash', 'ls', '```').rows).toContain('```yaml');
  });

  test('a port-forward runs in the background, and what the page shows of it is no check', () => {
    const { rows, suggested } = read(
      '```console',
      '$ kubectl port-forward pod/a 80:80',
      'Forwarding from 127.0.0.1:80 -> 80',
      '```',
    );
    expect(rows).toEqual(
      expect.arrayContaining([
        'kubectl port-forward pod/a 80:80 &',
        '# suggested: expect: Forwarding from 127.0.0.1:80 -> 80',
      ]),
    );
    expect(suggested).toEqual(['clusters: { CLUSTER: cluster }']);
  });

  test('a command that never ends, or has a placeholder, stands apart with its reason', () => {
    const { rows } = read(
      '```bash name=all',
      'echo a',
      'ssh <host>',
      '# expect: b',
      'echo c',
      'tail -f log',
      '```',
    );
    expect(rows).toEqual([
      '```bash name=all',
      'echo a',
      '```',
      '',
      '```bash skip="fill in <host>"',
      'ssh <host>',
      '# expect: b',
      '```',
      '',
      '```bash',
      'echo c',
      '```',
      '',
      '```bash skip="it never ends"',
      'tail -f log',
      '```',
      '',
    ]);
  });

  test('a block whose command may wait longer than a statement gets that time', () => {
    expect(read('```bash', 'helm upgrade a b --wait --timeout 10m', '```').rows[0]).toBe(
      '```bash timeout=11m',
    );
  });

  test('clusters are declared that commands name, or that the page gives to a variable itself', () => {
    const { rows } = read(
      '```bash',
      'kubectl --context kind-a get ns',
      'kubectl --context kind-b get ns',
      '```',
    );
    expect(rows.slice(0, 4)).toEqual(['---', 'clusters:', '  CLUSTER1: kind-a', '  CLUSTER2: kind-b']);
    const own = read('```bash', 'export EAST=kind-east', 'helm --kube-context "${EAST}" ls', '```');
    expect(own.rows.slice(0, 3)).toEqual(['---', 'clusters:', '  EAST: kind-east']);
    expect(own.notes.join('\n')).toContain('sets `$EAST` itself');
  });

  test('front matter in TOML gets its clusters in TOML', () => {
    const { rows } = read(
      '+++',
      'title = "A"',
      '+++',
      '',
      '```bash',
      'kubectl --context kind-a get ns',
      '```',
    );
    expect(rows.slice(0, 3)).toEqual(['+++', 'clusters = { CLUSTER = "kind-a" }', 'title = "A"']);
  });

  test('a blank of print becomes a plain one', () => {
    const { rows, notes } = read('```bash', 'echo\u00a0a', '```');
    expect(rows).toContain('echo a');
    expect(notes).toEqual([
      'a.md:2 U+00A0 is a plain blank now: nobody sees it, and bash takes it for a letter.',
    ]);
  });
});

describe('executable documents', () => {
  const similar = (similarity: string, ...output: readonly string[]) =>
    read(
      '```bash',
      'mytool',
      '```',
      '',
      `<!-- expected_similarity=${similarity} -->`,
      '```text',
      ...output,
      '```',
    );

  test('text is compared from a similarity of 0.7 on, with gaps for what differs; below that it is shown', () => {
    expect(similar('0.8', 'up since 2024-01-01T10:00:00Z').rows).toEqual(
      expect.arrayContaining(['```output', 'up since ...']),
    );
    expect(similar('0.3', 'up').rows).toContain('```output example');
    expect(similar('1.0', 'costs ${PRICE}').rows).toEqual(
      expect.arrayContaining(['```output exact', '"costs ${PRICE}"']),
    );
  });

  test('a prerequisite that is not there is a suggestion', () => {
    const { rows, suggested } = read(
      '## Prerequisites',
      '',
      '[x](gone.md)',
      '',
      '```bash',
      'ls',
      '```',
      '',
      '<!-- expected_similarity=0.3 -->',
    );
    expect(rows).toContain('<!-- suggested: include: gone.md -->');
    expect(suggested).toEqual(['<!-- include: gone.md -->']);
  });
});

test('a test of mocha that does more than can be said stays in its comment, beside what could be', () => {
  const { rows, notes } = read(
    '<!--bash',
    "cat <<'EOF' > ./test.js",
    'describe("a", () => {',
    "  it('answers', () => helpersHttp.checkURL({ host: `https://a.example.com`, path: '/get', headers: [{key: 'x-user', value: 'me'}], retCode: 200 }));",
    "  it('clicks', async () => { await page.click('x'); });",
    '});',
    'EOF',
    'timeout --signal=INT 2m mocha ./test.js --retries=60',
    '-->',
  );
  expect(rows.slice(0, 5)).toEqual([
    '```bash',
    '# answers',
    'curl -sk -I -H "x-user: me" https://a.example.com/get',
    '# expect within 2m: HTTP 200',
    '```',
  ]);
  expect(rows).toContain('<!--bash');
  expect(notes).toEqual([
    "a.md:1 The test 'clicks' could not be taken over: it stays in its comment. Say what it checks in expectations.",
  ]);
});

test('a loop of tests over names that stand there is a check for each of them', () => {
  const { rows } = read(
    '<!--bash',
    "cat <<'EOF' > ./test.js",
    'let cluster = process.env.EAST;',
    'let deployments = ["web", "shop"];',
    'deployments.forEach(deploy => {',
    '  it(deploy + " is ready", () => helpers.checkDeployment({ context: cluster, namespace: "a", k8sObj: deploy }));',
    '});',
    "it('has both', () => helpers.checkDeploymentsWithLabels({ namespace: 'a', labels: 'app=web', instances: 2 }));",
    'EOF',
    'timeout --signal=INT 1m mocha ./test.js',
    '-->',
  );
  expect(rows.slice(4).filter((row) => row !== '')).toEqual([
    '```bash',
    'kubectl --context ${EAST} -n a rollout status deployment/web --timeout=1m',
    'kubectl --context ${EAST} -n a rollout status deployment/shop --timeout=1m',
    '# has both',
    'kubectl -n a get deployments -l app=web -o name | wc -l',
    '# expect within 1m: 2',
    'kubectl -n a wait deployment -l app=web --for=condition=Available --timeout=1m',
    '```',
  ]);
});

describe('documents of several files or none of Markdown', () => {
  test('remarks of a scenario have their places in the files it is made of', () => {
    const { notes } = readFile({
      'course/index.json': '{ "details": { "steps": [{ "text": "one.md", "verify": "gone.sh" }] } }',
      'course/one.md': 'Do it:\n\n```\nkubectl get pods -w\n```{{exec}}\n\n`pwd`{{exec}}\n',
    });
    expect(notes).toEqual([
      'course/index.json:1 `gone.sh` could not be read: what it does is missing.',
      expect.stringMatching(/^course\/one\.md:4 `kubectl get --watch` does not end/),
    ]);
  });

  test('remarks of a notebook have their places in its file', () => {
    const cell = (source: string) => JSON.stringify({ cell_type: 'code', metadata: {}, outputs: [], source });
    const { rows, notes } = readFile({
      'a.ipynb': `{ "nbformat": 4, "metadata": {}, "cells": [\n${cell('x = 1')},\n${cell('%%bash\necho <name>')},\n${cell('!ls')}] }`,
    });
    expect(rows).toEqual(expect.arrayContaining(['```python', '```bash skip="fill in <name>"', 'ls']));
    expect(notes.map((note) => note.slice(0, note.indexOf(' ')))).toEqual([
      'a.ipynb:2',
      'a.ipynb:3',
      'a.ipynb:3',
    ]);
  });
});

describe('requests of Doc Detective', () => {
  test('send JSON as such, and say what of them is neither sent nor checked', () => {
    const { rows, notes } = read(
      '<!-- test {"testId": "a"} -->',
      '<!-- step {"httpRequest": {"url": "http://localhost/x", "method": "post", "request": {"body": {"a": 1},',
      '  "parameters": {"page": 2}}, "response": {"headers": {"x-a": "b"}}, "statusCodes": [201]}} -->',
      '<!-- test end -->',
    );
    expect(rows).toContain(
      `curl -si -X POST -H 'Content-Type: application/json' -d '{"a":1}' 'http://localhost/x'`,
    );
    expect(notes.join('\n')).toContain('The parameters of the request are not sent');
    expect(notes.join('\n')).toContain('The headers that the response has to have are not checked.');
  });
});
