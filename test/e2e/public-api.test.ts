import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../helpers/build.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const guide = readFileSync(join(root, 'docs-site/src/content/docs/guide/programs.md'), 'utf8');
const [events, lines, mistakes] = [...guide.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code = '']) => code);

let cwd = '';
beforeAll(async () => {
  await build();
  cwd = await mkdtemp(join(tmpdir(), 'runbook-api-'));
  await mkdir(join(cwd, 'node_modules'));
  await symlink(root, join(cwd, 'node_modules/runbook'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const page = (body: string) => writeFile(join(cwd, 'hello.md'), `# Hello\n\n${body}`);
const good = '```bash\necho "Hello, world!"\n# expect: Hello\n```\n\n```bash cleanup\necho gone\n```\n';

/** Runs a program of somebody's own, beside the page. */
async function run(program = '') {
  const options = { cwd, env: { ...process.env, KUBECONFIG: '/nonexistent' } };
  const args = ['--input-type=module', '--eval', program];
  return promisify(execFile)(process.execPath, args, options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

describe('the examples of the guide', () => {
  it('run a page, and tell of each statement and of the end', async () => {
    await page(good);
    expect(await run(events)).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^passed \S+\npassed \S+\npassed: 1 checks were met\n$/),
      stderr: '',
    });
  });

  it('end with the exit code of `runbook exec`', async () => {
    await page(good.replace('# expect: Hello', '# expect: Goodbye'));
    const { code, stdout } = await run(events);
    expect(stdout).toMatch(/^failed \S+\npassed \S+\nfailed: 0 checks were met\n$/);
    expect(code).toBe(1);
  });

  it('print what `runbook exec` prints', async () => {
    await page(good);
    expect((await run(lines)).stdout).toMatch(
      /✓ echo "Hello, world!".*\n +✓ expect: Hello\n[\s\S]*\npassed /,
    );
  });

  it('find mistakes without running anything', async () => {
    await page(good.replace('# expect:', '# expects:').replace('echo "', 'touch ran; echo "'));
    const { stdout, stderr } = await run(mistakes);
    expect(stdout).toContain('Hello');
    expect(stderr).toMatch(/^hello\.md:5:1 {2}error/);
  });
});

describe('a run from a program', () => {
  it('throws all mistakes of a page before anything runs', async () => {
    await page(good.replace('# expect:', '# expects:'));
    const { code, stderr } = await run(events);
    expect(stderr).toContain('RunbookError');
    expect(code).not.toBe(0);
  });

  it('cleans up when its loop is left', async () => {
    await page('```bash\necho first\n```\n\n```bash\nsleep 60\n```\n\n```bash cleanup\ntouch cleaned\n```\n');
    const { code } = await run(`
      import { existsSync } from 'node:fs';
      import { runbook } from 'runbook';
      for await (const event of runbook('hello.md')) if (event.type === 'statement-finished') break;
      process.exit(existsSync('cleaned') ? 0 : 9);
    `);
    expect(code).toBe(0);
  });

  it('is stopped by a signal, and cleans up', async () => {
    await page('```bash\nsleep 60\n```\n\n```bash cleanup\ntouch stopped\n```\n');
    const { code, stdout } = await run(`
      import { existsSync } from 'node:fs';
      import { runbook } from 'runbook';
      const stop = new AbortController();
      for await (const event of runbook('hello.md', { signal: stop.signal })) {
        if (event.type === 'statement-started') stop.abort();
        if (event.type === 'run-finished') console.log(event.outcome);
      }
      process.exit(existsSync('stopped') ? 0 : 9);
    `);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'cancelled\n' });
  });
});
