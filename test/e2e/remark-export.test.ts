import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What a reader of the guide would write, in a process that has the package alone. */
const program = `
  import { readFileSync } from 'node:fs';
  import rehypeStringify from 'rehype-stringify';
  import remarkParse from 'remark-parse';
  import remarkRehype from 'remark-rehype';
  import { manifestFiles, remarkRunbook } from 'runbook/remark';
  import { unified } from 'unified';
  const path = process.cwd() + '/runbooks/labs/lab2.md';
  const file = await unified()
    .use(remarkParse)
    .use(remarkRunbook, { root: process.cwd() + '/runbooks' })
    .use(remarkRehype)
    .use(rehypeStringify)
    .process({ path, value: readFileSync(path) });
  const { runbook } = file.data.runbook;
  console.log(JSON.stringify({ html: String(file), names: manifestFiles(runbook).map(({ name }) => name) }));
`;

it('runbook/remark is found in the package as it is installed, and makes a page of a lab', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: root,
  });
  const { html, names } = JSON.parse(stdout);
  expect(names).toEqual(['waypoint.yaml', 'route.yaml']);
  expect(html).toContain('npx --no-install runbook exec labs/lab2.md');
  expect(html).toMatch(/<strong>Simulated run of <time datetime="20\d\d-\d\d-\d\d">/);
  expect(html).not.toContain('# expect');
});
