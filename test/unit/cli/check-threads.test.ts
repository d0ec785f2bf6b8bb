import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFile } from '../../../src/cli/check-file.ts';
import { checkOnThreads } from '../../../src/cli/check-threads.ts';
import { RunbookError } from '../../../src/engine/diagnostics/error.ts';
import { putFiles } from './put-files.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-threads-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Some pages are right, some have a mistake on a line of their own, some are no runbooks. */
function page(index: number): string {
  const last = ['echo 1\n# expect: 1', `echo ${'\n'.repeat(index)}"`, ''][index % 3];
  return last === '' ? '# Only prose\n' : `# Page ${index}\n\n## Step\n\n\`\`\`bash\n${last}\n\`\`\`\n`;
}

async function pages(count: number) {
  const names = Array.from({ length: count }, (_, index) => `page-${index}.md`);
  await putFiles(folder, Object.fromEntries(names.map((name, index) => [name, page(index)])));
  const age = { now: new Date() };
  return names.map((file) => ({ file, path: join(folder, file), listed: true, age }));
}

describe('check on several threads', () => {
  it('finds in each file what one thread finds, in the order of the files', async () => {
    const files = await pages(30);
    const found = await checkOnThreads(files, 3);
    const alone = files.flatMap(checkFile);
    expect(found.map(({ file, diagnostics }) => ({ file, diagnostics }))).toEqual(
      alone.map(({ file, diagnostics }) => ({ file, diagnostics })),
    );
    const shown = found.filter(({ diagnostics }) => diagnostics.length > 0);
    expect(shown).toHaveLength(10);
    expect(shown.map(({ text }) => text)).toEqual(
      shown.map(({ file }) => alone.find((one) => one.file === file)?.text),
    );
  });

  it('says of the first file that cannot be read that it cannot', async () => {
    const files = await pages(9);
    const gone = files.map((file, index) =>
      index % 4 === 1 ? { ...file, path: `${file.path}.gone` } : file,
    );
    const failed = await checkOnThreads(gone, 2).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(RunbookError);
    expect((failed as RunbookError).diagnostics.map(({ message }) => message)).toEqual([
      'The file `page-1.md` cannot be read: ENOENT: no such file or directory',
    ]);
  });
});
