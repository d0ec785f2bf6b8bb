import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import rehypeStringify from 'rehype-stringify';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { expect, test } from 'vitest';
import { remarkRunbook } from '../../../src/site/remark-runbook.ts';

/** The HTML of a page, with what a part beside it and a script have. */
async function htmlOf(value: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'site-'));
  try {
    const path = join(folder, 'page.md');
    writeFileSync(path, value);
    writeFileSync(join(folder, 'part.md'), '```bash\necho of the part\n# expect: of the part\n```\n');
    writeFileSync(join(folder, 'script.sh'), 'echo of the script\n');
    const file = await unified()
      .use(remarkParse)
      .use(remarkRunbook)
      .use(remarkRehype)
      .use(rehypeStringify)
      .process({ path, value });
    return String(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const fence = (info: string, ...lines: readonly string[]) =>
  [`\`\`\`${info}`, ...lines, '```', ''].join('\n');

test('a page shows what it includes and reads from files, and says which blocks are written, run by others, or for one way', async () => {
  const html = await htmlOf(
    [
      '+++\ntitle = "Page"\n[runbook.tools]\npython3 = "*"\n+++\n\n# Page\n',
      '<!-- include: part.md -->\n',
      fence('bash file=script.sh'),
      fence('yaml file=pod.yaml', 'kind: Pod'),
      fence('python exec=python3', 'print(1)', '# expect: 1'),
      fence('bash os=macos', 'brew list'),
      fence('bash when="cloud=aws"', 'true'),
    ].join('\n'),
  );
  expect(html).not.toContain('runbook.tools');
  expect(html).toContain('This is what stands in part.md.');
  expect(html).toMatch(/<code class="language-bash">echo of the part\n<\/code>/);
  expect(html).toContain('You should see');
  expect(html).toMatch(/<code class="language-bash">echo of the script\n<\/code>/);
  expect(html).toContain('Save this as a file.');
  expect(html).toMatch(/<code class="language-python">print\(1\)\n<\/code>/);
  expect(html).toContain('Runs with python3.');
  expect(html).toContain('Only for macos.');
  expect(html).toContain('Only for cloud=aws.');
});

test('a manifest with variables is copied as a here-document that the shell fills in', async () => {
  const html = await htmlOf(
    `---\nclusters: { C: kind-one }\nenv: { APP: shop }\n---\n\n${fence('yaml apply', 'apiVersion: v1', 'kind: Namespace', 'metadata: { name: ${APP} }')}`,
  );
  expect(html).toMatch(/data-runbook-before="kubectl --context \$C apply [^"]* -f - <<EOF"/);
  expect(html).toContain('with your shell’s <code>$APP</code>');
});

test('what the shell would read otherwise in such a manifest is escaped in what is copied', async () => {
  const html = await htmlOf(
    `---\nclusters: { C: kind-one }\nenv: { APP: shop }\n---\n\n${fence('yaml apply', 'apiVersion: v1', 'kind: ConfigMap', 'metadata: { name: "${APP}" }', 'data: { a: "$HOME `id` $${APP}" }')}`,
  );
  expect(html).toContain('data: { a: &#x22;\\$HOME \\&#x60;id\\&#x60; \\${APP}&#x22; }\nEOF');
});

test('what readers copy has the waits of a run and no comments, and each command has its check below it', async () => {
  const html = await htmlOf(
    fence(
      'bash',
      '# Open a way in',
      'kubectl port-forward svc/web 8080:80 & # for a while',
      'curl -s localhost:8080',
      '# expect: hello',
      'for i in 1 2; do',
      "  # don't stop",
      '  echo $i',
      'done',
      '# expect: 2',
    ),
  );
  const wait = 'until curl -sm 2 -o /dev/null localhost:8080; [ $? != 7 ]; do sleep 0.2; done';
  expect(html).toContain(
    `data-runbook-copy="kubectl port-forward svc/web 8080:80 &#x26;\n${wait}\ncurl -s localhost:8080"`,
  );
  expect(html).toContain('data-runbook-copy="for i in 1 2; do\n  echo $i\ndone"');
  const order = ['Open a way in', 'You should see <code>hello', 'for i in', 'You should see <code>2'];
  expect(order.map((part) => html.indexOf(part)).toSorted((a, b) => a - b)).toEqual(
    order.map((part) => html.indexOf(part)),
  );
});

test('where no command can wait for what a page waits for, the panel ends and says what to look for', async () => {
  const html = await htmlOf(fence('bash', './server &', '# wait: log listening on', 'echo on'));
  expect(html).toMatch(
    /server &#x26;\n<\/code><\/pre><p[^>]*>Go on when it has printed <code>listening on<\/code>\.<\/p><pre>/,
  );
});

test('a page of another tool with nothing to run is left as it is', async () => {
  const html = await htmlOf('---\ntitle: A\nweight: 3\ncluster: x\n---\n\n# A\n\nProse.\n');
  expect(html).toBe('<h1>A</h1>\n<p>Prose.</p>');
});

test('a page has what it asks for among its variables, to be filled in, but no field for a secret', async () => {
  const html = await htmlOf(
    [
      '---',
      'inputs: { HOST: { prompt: Which host? }, REGION: { default: eu }, PIN: { secret: true, default: "1" } }',
      '---',
      '',
      fence('bash', 'echo "$HOST $REGION $PIN"', '# expect: ...'),
    ].join('\n'),
  );
  expect(html).toContain('export HOST=');
  expect(html).toContain('export REGION=eu');
  expect(html).toContain('export PIN=');
  expect(html).not.toContain('export PIN=1');
  expect(html).toContain('$HOST: Which host?');
  expect(html).toContain(
    'data-runbook-names="{&#x22;HOST&#x22;:&#x22;&#x22;,&#x22;REGION&#x22;:&#x22;eu&#x22;}"',
  );
  expect(html).toContain('data-runbook-inputs="[&#x22;HOST&#x22;,&#x22;REGION&#x22;]"');
});
