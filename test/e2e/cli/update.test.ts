import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bin } from '../../helpers/build.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { runHere } from '../../helpers/run-here.ts';

/** A page whose commands print other things than it says. */
const page = (first: string, second: string) =>
  `# Page\n\n\`\`\`bash\necho "HTTP 503 via 10.1.2.3"\n# expect: HTTP ${first} via 10.1.x.x — a note\n\`\`\`\n\n## Next\n\n\`\`\`bash\necho "2 of 3 ready"\n# expect exact: ${second} of 3 ready\n\`\`\`\n`;
const stale = page('200', '3');
const current = page('503', '2');

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'runbook-update-'));
  await writeFile(join(cwd, 'page.md'), stale);
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const read = (name = 'page.md') => readFile(join(cwd, name), 'utf8');

type Env = Readonly<Record<string, string | undefined>>;

function exec(args: readonly string[], env: Env = {}, onOutput?: (printed: string) => void) {
  const [words, options] = [['exec', 'page.md', ...args], { cwd, env: { CI: undefined, ...env } }];
  return onOutput ? runCli(words, { ...options, onOutput }) : runHere(words, options);
}

describe('exec --update', () => {
  it('shows all that would make the page right in one run, and writes nothing where nobody can be asked', async () => {
    const { code, stdout } = await exec(['--update']);
    expect(stdout).toContain(
      '-# expect: HTTP 200 via 10.1.x.x — a note\n+# expect: HTTP 503 via 10.1.x.x — a note\n',
    );
    expect(stdout).toContain('-# expect exact: 3 of 3 ready\n+# expect exact: 2 of 3 ready\n');
    expect(stdout).toContain('Nothing was written to page.md: there is no terminal to ask in.');
    expect(code).toBe(1);
    expect(await read()).toBe(stale);
  });

  it('with --yes writes it, and a run passes then', async () => {
    const { code, stdout } = await exec(['--update', '--yes']);
    expect(stdout).toContain('Updated 2 expectations in page.md.\nA run that sees the same passes now.\n');
    expect(code).toBe(0);
    expect(await read()).toBe(current);
    expect((await exec([])).code).toBe(0);
    expect(await exec(['--update', '--yes'])).toMatchObject({
      code: 0,
      stdout: expect.not.stringContaining('Update of'),
    });
  });

  it('still fails when something is left that no update can fix', async () => {
    await writeFile(
      join(cwd, 'page.md'),
      `${stale}\n## Last\n\n\`\`\`bash\necho a\n# expect not: a\n\`\`\`\n`,
    );
    const { code, stdout } = await exec(['--update', '--yes']);
    expect(stdout).toContain(
      'page.md:19:1  not updated  # expect not: a\n    checks with `not` are not updated\n',
    );
    expect(stdout).toContain('Updated 2 expectations in page.md.\n');
    expect(code).toBe(1);
  });

  it('stops at a command that fails, as ever', async () => {
    await writeFile(
      join(cwd, 'page.md'),
      stale.replace('echo "HTTP 503', 'false || echo "HTTP 503').replace('echo "2 of', 'false; echo "2 of'),
    );
    const { code, stdout } = await exec(['--update', '--yes']);
    expect(stdout).toContain('Updated 1 expectation in page.md.\n');
    expect(code).toBe(1);
    expect(await read()).toContain('exact: 3 of 3');
  });

  it('never writes in CI, but keeps a patch that git applies, and fails', async () => {
    expect((await exec(['--update', '--yes'], { CI: 'true' })).stdout).toContain(
      'Nothing was written to page.md, since CI is set',
    );
    expect(await read()).toBe(stale);
    const { code, stdout } = await exec(['--patch', 'page.diff'], { CI: 'true' });
    expect(stdout).toContain('The changes are in page.diff: `git apply page.diff` makes them.\n');
    expect(code).toBe(1);
    expect(await read()).toBe(stale);
    execFileSync('git', ['apply', 'page.diff'], { cwd });
    expect(await read()).toBe(current);
  });

  it('leaves runbooks alone that are only required, and a file that has changed meanwhile', async () => {
    await writeFile(join(cwd, 'first.md'), '# First\n\n```bash\necho b\n# expect: a\n```\n');
    await writeFile(join(cwd, 'page.md'), `---\nrequires: [first]\n---\n\n${stale}`);
    const required = await exec(['--update', '--yes']);
    expect(required.stdout).toContain('There is nothing to update.\n');
    expect(required.code).toBe(1);
    expect(await read('first.md')).toContain('# expect: a\n');

    await writeFile(join(cwd, 'page.md'), stale.replace('echo "HTTP', 'echo >> page.md; echo "HTTP'));
    const { code, stderr } = await exec(['--update', '--yes']);
    expect(stderr).toBe('page.md was left alone: it has changed since it was read\n');
    expect(code).toBe(1);
    expect(await read()).toContain('HTTP 200 via');
  });

  it('goes on to a runbook that requires one whose checks are updated too', async () => {
    await writeFile(join(cwd, 'first.md'), '# First\n\n```bash\necho a b\n# expect: a c\n```\n');
    await writeFile(join(cwd, 'page.md'), `---\nrequires: [first]\n---\n\n${stale}`);
    const { code, stdout } = await exec(['first.md', '--update', '--yes']);
    expect(stdout).toContain('Updated 1 expectation in first.md.\nUpdated 2 expectations in page.md.\n');
    expect(code).toBe(0);
    expect((await exec([])).code).toBe(0);
  });

  it('shows no secret, and writes none into a patch', async () => {
    const secret = 'hunter2hunter2';
    await writeFile(
      join(cwd, 'page.md'),
      stale.replace('echo "HTTP', `echo "${secret}" >/dev/null; echo "HTTP`),
    );
    const { stdout } = await exec(['--update'], { API_TOKEN: secret });
    expect(stdout).toContain(' echo "***" >/dev/null; echo "HTTP 503');
    expect(stdout).not.toContain(secret);
    const { stderr } = await exec(['--patch', 'page.diff'], { API_TOKEN: secret });
    expect(stderr).toBe('The patch was not written: it would show a value that is to be masked.\n');
    await expect(read('page.diff')).rejects.toThrow('ENOENT');
  });

  it.for([
    ['y', 0, current],
    ['n', 1, stale],
  ] as const)('asks in a terminal; the answer `%s` is obeyed', async ([answer, code, text]) => {
    expect(await inTerminal(answer)).toBe(code);
    expect(await read()).toBe(text);
  });

  it('with =all takes everything without asking, also what has little in common; a file behind it is a file', async () => {
    await writeFile(
      join(cwd, 'page.md'),
      '# Page\n\n```bash\nprintf "one\\ntwo\\n"\n```\n\n```output\nuno\ndue\ntre\n```\n',
    );
    const asked = await runHere(['exec', '--update', 'page.md'], { cwd, env: { CI: undefined } });
    expect(asked.stdout).toContain('the output has too little of it left');
    expect((await exec(['--update=all'])).code).toBe(0);
    expect(await read()).toContain('```output\none\ntwo\n```');
  });

  it('fills an empty output, which is an error until then', async () => {
    await writeFile(join(cwd, 'page.md'), '# Page\n\n```bash\necho hello\n```\n\n```output\n```\n');
    expect(await exec([])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('[parse/empty-output]'),
    });
    expect((await exec(['--update', '--yes'])).code).toBe(0);
    expect(await read()).toContain('```output\nhello\n```');
    expect((await exec([])).code).toBe(0);
  });

  it('leaves what stands in another file to who changes that', async () => {
    await writeFile(join(cwd, 'part.md'), '# Part\n\n```bash\necho 1\n# expect: 2\n```\n');
    await writeFile(join(cwd, 'page.md'), `${stale}\n## Part\n\n<!-- include: part.md -->\n`);
    const { code, stdout } = await exec(['--update', '--yes']);
    expect(stdout).toContain('it stands in part.md, which other pages may take in as well');
    expect(code).toBe(1);
    expect(await read('part.md')).toContain('# expect: 2');
  });

  it('says what --yes belongs to', async () => {
    expect(await exec(['--yes'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Write `--update --yes`.'),
    });
  });
});

/** Runs the update with a terminal of its own, and answers when it asks. @returns Its exit code. */
function inTerminal(answer: string): Promise<number | null> {
  const command = `${process.execPath} ${bin} exec page.md --update`;
  const env = { ...process.env, CI: undefined, NO_COLOR: '1', TERM: 'xterm', KUBECONFIG: '/nonexistent' };
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd, env });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    const asked = /\[y\/N\]/.test(printed);
    printed += piece;
    if (!asked && /Write 2 changes to page.md\? \[y\/N\] $/.test(printed)) child.stdin.write(`${answer}\n`);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve(code)));
}
