import { spawn } from 'node:child_process';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { bin } from '../../helpers/build.ts';

const page = (commands: string, head = ''): string =>
  `${head}# P\n\n## One\n\n\`\`\`bash\nx=1\n\`\`\`\n\n## Two\n\n\`\`\`bash\n${commands}\n\`\`\`\n\n\`\`\`bash cleanup\necho "cleaned up"\n\`\`\`\n`;

it('exec --watch goes on each time the page is saved, says what is wrong with it, and cleans up at Ctrl-C', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'runbook-watch-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'page.md');
  /** As editors do. */
  const save = async (text: string) => {
    await writeFile(`${file}~`, text);
    await rename(`${file}~`, file);
  };
  await save(page('echo "two $x"\n# expect: two 2'));
  const child = spawn(process.execPath, [bin, 'exec', 'page.md', '--watch', '-v'], { cwd: folder });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
  const ended = new Promise<number | null>((resolve) => void child.once('close', resolve));
  const says = async (text: string) => {
    await expect.poll(() => said).toContain(text);
    said = said.slice(said.indexOf(text) + text.length);
  };
  await says('Watching page.md: failed.');
  await save(page('echo "two $x"\n# expect: two 1'));
  await says('Watching page.md: passed.');
  await save(page('echo "two $x"\n# expects: two 1'));
  await says('[parse/lookalike-expectation]');
  await save(page('echo "three $x"\n# expect: three 1'));
  await says('Watching page.md: passed.');
  await save(page('echo "three $x"\n# expect: three 1', '---\ntimeout: 1m\n---\n'));
  await says('from the top: the front matter has changed');
  await says('Watching page.md: passed.');
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(said).toContain('cleaned up');
});
