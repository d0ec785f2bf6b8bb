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

test('the command under a manifest with variables puts their values in', async () => {
  const html = await htmlOf(
    `---\nclusters: { C: kind-one }\nenv: { APP: shop }\n---\n\n${fence('yaml apply', 'apiVersion: v1', 'kind: Namespace', 'metadata: { name: ${APP} }')}`,
  );
  expect(html).toContain("envsubst '${APP}' | kubectl --context $C apply");
});

test('a page of another tool with nothing to run is left as it is', async () => {
  const html = await htmlOf('---\ntitle: A\nweight: 3\ncluster: x\n---\n\n# A\n\nProse.\n');
  expect(html).toBe('<h1>A</h1>\n<p>Prose.</p>');
});
