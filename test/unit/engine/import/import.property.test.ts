import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readImportSource } from '../../../../src/engine/import/import-source.ts';
import { importText } from '../../../../src/engine/import/import-text.ts';
import { type ImportFormatName, importFormats } from '../../../../src/engine/import/registry.ts';
import { runs } from '../../../helpers/budget.ts';
import { growth, linear } from '../../../helpers/growth.ts';

const names = Object.keys(importFormats) as ImportFormatName[];

const lines = [
  '---',
  'title: x',
  'weight: 3',
  'clusters: { A: b }',
  '# Heading',
  '## Heading',
  'A short title',
  'LAB 1',
  'About this',
  'What: it should show "ready".',
  'Why: so.',
  'Wait ~5s:',
  '```bash',
  '```bash timeout=30 hook=a expectError=true wait=5',
  '```sh',
  '```sh {"name":"a b","background":"true","cwd":".."}',
  '```sh { name=x interactive=true excludeFromRunAll=true }',
  '```scrut {timeout: 3s, detached: true}',
  '```console',
  '```text title="Output"',
  '````',
  '```',
  '~~~ bash',
  '> ```bash',
  '- ```bash',
  '1.  {{< text bash >}}',
  '{{< text syntax=bash outputis=json snip_id=x >}}',
  '    {{< text plain >}}',
  '    {{< /text >}}',
  '{{< /text >}}',
  '{{< tip >}}',
  '{{< /tip >}}',
  '{{< tabset category-name="a" >}}',
  '{{< tab name="A" >}}',
  '{{< /tab >}}',
  '{{< image "x" >}}',
  '<!-- $MDX skip,dir=a -->',
  '<!-- expected_similarity=0.3 -->',
  '<!-- expected_similarity="a.*" -->',
  '<!--bash',
  "cat <<'EOF' > ./test.js",
  "  it('a', () => helpers.checkURL({ host: `https://${process.env.A}`, retCode: 200 }));",
  'timeout --signal=INT 3m mocha ./test.js',
  '-->',
  '```bash,norun-workshop',
  '<!-- step runShell: { command: "echo a", stdio: "a" } -->',
  '{/* step {"runCode": {"language": "bash", "code": "a"}} */}',
  '[comment]: # (step {"action": "goTo"})',
  '```terminal:execute',
  'command: echo a',
  '```section:begin',
  '```{{exec}}',
  '`ls`{{exec interrupt}} and `pwd`{{copy}}',
  'Save this as `pod.yaml`:',
  '```yaml',
  'kubectl apply -f pod.yaml',
  'kubectl port-forward pod/a 80:80',
  'kubectl get pods --watch',
  'kubectl get pod <name>',
  '```sh non-deterministic=output,set-A="b c"',
  '% timeout: 3s',
  'command terminated with exit code 56',
  'The output is similar to this:',
  '$ echo a',
  '$ echo "a',
  '$ for i in a; do',
  '$ cat <<EOF \\',
  '> b \\',
  '> EOF',
  '  $ echo a',
  '  > b',
  '  [a-z]+ (re)',
  '  a* ?b (glob)',
  '  \\x1b[1mb\\xff (esc)',
  '  b (no-eol)',
  '  [1]',
  '[2]',
  'a (glob+)',
  '...',
  'NAME   READY   AGE',
  'web-67fc698978-2f9wc   1/1   10s',
  '{',
  '}',
  'kubectl --context $CLUSTER1 get pods',
  'kubectl --context=${CTX} wait --timeout=300s pod/a &',
  'for C in $A $B; do kubectl --context $C get ns; done',
  'kill %1',
  'date  # → now',
  '# → a  b  c (note)',
  '#   a  b  c',
  '# x  y  ← z',
  '# -> gone',
  '# => (nothing)',
  '# Expected: 3',
  '# Wait ~5s, then it should say "x"',
  'cat <<EOF',
  'EOF',
  '\t',
  '  ',
  '',
  '\u{1F600} ä',
];

const document = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(...lines) },
        { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
      ),
      { maxLength: 40 },
    ),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.constantFrom('', '\uFEFF'),
  )
  .map(([rows, end, mark]) => mark + rows.join(end));

const text = fc.oneof({ weight: 5, arbitrary: document }, fc.string({ unit: 'grapheme' }));

test('whatever is written, every format answers, and what it says has a place in the source', () => {
  fc.assert(
    fc.property(text, fc.constantFrom(undefined, ...names), (source, from) => {
      const imported = importText({ file: 'a.md', text: source }, from === undefined ? {} : { from });
      if (imported.kind !== 'imported') return;
      for (const { span, message } of imported.remarks) {
        expect(message).not.toBe('');
        expect(span.start.offset).toBeLessThanOrEqual(span.end.offset);
        expect(span.end.offset).toBeLessThanOrEqual(source.length);
      }
    }),
    { numRuns: runs(700, 100_000) },
  );
});

test.each(names)('%s takes no longer than a document is long', (from) => {
  const [page = ''] = fc.sample(document, { numRuns: 1, seed: 7 });
  const grown = growth(
    20,
    (size) => void importText({ file: 'a.md', text: `${page}\n\n`.repeat(size) }, { from }),
  );
  expect(grown).toBeLessThan(linear);
});

// The others make blocks of comments and marks.
const marked = ['doc-detective', 'istio', 'killercoda', 'solo-workshop'];
const leavesProse = names.filter((name) => !marked.includes(name));

test('prose comes out as it went in: every line outside of code and front matter, in order', () => {
  fc.assert(
    fc.property(document, fc.constantFrom(...leavesProse), (source, from) => {
      const imported = importText({ file: 'a.md', text: source }, { from });
      if (imported.kind !== 'imported') return;
      let at = 0;
      for (const line of proseLines(source)) {
        const found = imported.text.indexOf(line, at);
        expect(found, `${JSON.stringify(line)} is there`).toBeGreaterThanOrEqual(0);
        at = found + line.length;
      }
    }),
    { numRuns: runs(400, 50_000) },
  );
});

/** Lines that are in no code block and not in the front matter; a cram session counts as code. */
function proseLines(source: string): readonly string[] {
  const { tree, lines } = readImportSource('a.md', source);
  const code = new Set<number>();
  const visit = (node: (typeof tree)['children'][number]): void => {
    if ((node.type === 'code' || node.type === 'yaml') && node.position) {
      for (let { line } = node.position.start; line <= node.position.end.line; line += 1) code.add(line);
    }
    if ('children' in node) for (const child of node.children) visit(child);
  };
  for (const node of tree.children) visit(node);
  return lines.text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .filter(
      (line, index) =>
        !code.has(index + 1) &&
        line.trim() !== '' &&
        !/^(?: {2}|\[comment]|#|\$|>|kubectl|for|date|cat|kill)/.test(line),
    );
}
