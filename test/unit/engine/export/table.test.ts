import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { exportBash } from '../../../../src/engine/export/bash/bash.ts';
import { refusals } from '../../../../src/engine/export/bash/refusals.ts';
import { resolveBeside } from '../../../../src/engine/load.ts';
import { plan } from '../../../../src/engine/plan/plan.ts';
import { patienceMs } from '../../../helpers/patience.ts';
import { playText } from '../../../helpers/play.ts';
import { runbookOf } from '../../../helpers/runbook-of.ts';
import { shell } from './run-script.ts';

/** Blocks of a page, and how it ends: for the engine and for the script that is made of it. */
const pages: readonly (readonly [title: string, body: string, code: 0 | 1])[] = [
  [
    'variables, functions and folders carry over',
    'a=1\nf() { echo "$a"; }\ncd /\nf\n# expect: 1\npwd\n# expect: /',
    0,
  ],
  ['a command that fails', 'false\necho behind', 1],
  ['a part of a pipe that is not the last', '(exit 3) | cat', 1],
  ['a search in front of others that finds nothing', 'echo a | grep b | wc -l\n# expect: 0', 0],
  ['a writer whose reader has gone', 'yes | head -n 1\n# expect: y', 0],
  [
    'a command in a loop that is not the last of it',
    'for n in 1 2; do\n  ls /nowhere/$n\n  echo $n\ndone',
    1,
  ],
  ['a command in a function', 'f() { false; true; }\nf', 1],
  ['a command in a substitution', 'echo "a$(false)b"\n# expect: ab', 1],
  ['a command in a group', '{ false; echo on; }', 1],
  ['a command in a loop that feeds a pipe', 'for n in 1 2; do ls /nowhere; done | wc -l', 1],
  ['a question', 'if grep -q nothing /etc/hosts; then echo yes; else echo no; fi\n# expect: no', 0],
  ['a failure that is caught', 'false || echo caught\n# expect: caught', 0],
  ['a list whose first part fails', 'false && echo on', 1],
  ['a negation that holds', '! false', 0],
  ['a negation that does not', '! true', 1],
  ['a status that is expected', '(exit 7)\n# expect exit: 7', 0],
  ['another status than the expected one', '(exit 6)\n# expect exit: 7', 1],
  ['silence of a search', 'grep nothing /etc/hosts\n# expect: no output', 0],
  ['silence of a command that fails', '(exit 2)\n# expect: no output', 1],
  ['an empty line, which is no silence', 'echo\n# expect: no output', 1],
  ['a count of none', 'grep -c nothing /etc/hosts\n# expect: 0', 0],
  ['a part of a word', 'echo not-ready 9.5\n# expect: ready', 1],
  ['a part of a number', 'echo 9.5\n# expect: 9', 1],
  ['colours', "printf '\\033[31mred\\033[0m\\n'\n# expect: red", 0],
  ['what a carriage return has overwritten', "printf 'ready\\rwaits\\n'\n# expect: ready", 1],
  ['a row', 'echo "web-7  1/1   Running  0"\n# expect row: web-... 1/1 Running', 0],
  ['a row in another order', 'echo "Running web"\n# expect row: web Running', 1],
  ['something that is not there', 'echo a\n# expect not: b', 0],
  ['something that should not be there', 'echo a b\n# expect not: b', 1],
  ['a value', 'IP=10.1.2.3\necho "at 10.1.2.3 now"\n# expect: at ${IP} now', 0],
  [
    'another value, whose points are no regex',
    'IP=10.1.2.3\necho "at 10x1x2x3 now"\n# expect: at ${IP} now',
    1,
  ],
  ['checks of several commands', 'echo a\necho b\n# expect: a\n# expect: b', 0],
  [
    'what comes in a while',
    'N=0\n{ N=$((N + 1)); [ $N -gt 2 ] && echo "n is $N"; }\n# expect within 10s: n is 3',
    0,
  ],
  ['what does not come', 'echo a\n# expect within 1s: b', 1],
  ['a job', '(echo up; sleep 30) &\n# wait within 5s: log up\nkill %1', 0],
  ['a job that is not ready', 'sleep 30 &\n# wait within 1s: log up\necho on', 1],
  ['a job that dies', '(sleep 0.3; exit 3) &\nsleep 1\necho on', 1],
  [
    'a job that dies while another one is ended',
    'sleep 30 &\n(sleep 0.3; exit 3) &\nsleep 0.5; kill %1\nsleep 0.2',
    1,
  ],
  // Long enough to be there still when a busy machine comes to wait for it.
  ['a job that is waited for', '(sleep 3; exit 3) &\nwait %1\n# expect exit: 3', 0],
  ['a stray break', 'break\necho on', 1],
  ['a stray continue', 'continue\necho on', 1],
  ['an exit in the middle', 'exit 0', 1],
  ['a here-document', 'cat <<END\na $((1 + 1))\nEND\n# expect: a 2', 0],
  ['a failed cleanup', 'true\n```\n\n```bash cleanup\nfalse', 1],
  [
    'a cleanup whose variable nothing has set',
    'true\n```\n\n```bash cleanup\nrm -rf "$NOBODY_SETS_THIS"/x',
    1,
  ],
];

const more: typeof pages = [
  ['a pipe after the page has changed IFS', 'IFS=,\n(exit 3) | cat', 1],
  ['a pipe that succeeds after the page has changed IFS', 'IFS=,\necho a | tr a b | cat\n# expect: b', 0],
  ['a function of the page that is called as a tool', 'grep() { echo found; }\necho a\n# expect: b', 1],
  ['an `rm` of what has no value', 'name=\nrm -f "$name"/nothing', 1],
];

const pageOf = (body: string) => `# A page\n\n\`\`\`bash\n${body}\n\`\`\`\n`;

/** The script of a page, run where it lies. */
async function runScriptOf(body: string, env: Readonly<Record<string, string>> = {}) {
  const { plan: planned } = plan([runbookOf(pageOf(body))], { interactive: false }, resolveBeside);
  expect(refusals(planned)).toEqual([]);
  const folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
  try {
    const file = join(folder, 'script.sh');
    await writeFile(file, exportBash(planned));
    const { exitCode, stdout } = await execa(shell, [file], {
      reject: false,
      stdin: 'ignore',
      env,
      timeout: patienceMs,
    });
    return { code: exitCode, stdout };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('a script ends as the engine does', () => {
  // Most of their time is waiting.
  it.concurrent.for([...pages, ...more])('with %s', async ([, body, code], { expect }) => {
    const { exitCode } = await playText(pageOf(body));
    const script = await runScriptOf(body);
    expect({ engine: exitCode, script: script.code }, script.stdout).toEqual({ engine: code, script: code });
  });
});

describe('a script', () => {
  it('says where it failed, what was expected, and what the command was and printed', async () => {
    const { stdout } = await runScriptOf(
      'echo a\n# expect: a\nfor n in 1 2; do\n  echo $n\ndone\n# expect: 3',
    );
    expect(stdout).toBe(
      '\nA page\n✓ echo a\n    a\n✗ for n in 1 2; do\n    echo $n\n  done\n    1\n    2\n' +
        '  page.md:9  expect: 3: not so\n\nfailed · commands that succeeded: 1 · checks that were met: 1',
    );
  });

  it('cleans up after a failure, and leaves neither files nor jobs', async () => {
    const files = await mkdtemp(join(tmpdir(), 'runbook-test-'));
    const mark = join(files, 'mark');
    const body = `sleep 4711 &\nfalse\n\`\`\`\n\n\`\`\`bash cleanup\nfalse\necho done >${mark}`;
    expect((await runScriptOf(body, { TMPDIR: files })).code).toBe(1);
    expect(await readFile(mark, 'utf8')).toBe('done\n');
    expect((await execa('ls', [files])).stdout).toBe('mark');
    expect((await execa('pgrep', ['-f', 'sleep 4711'], { reject: false })).stdout).toBe('');
    await rm(files, { recursive: true });
  });

  it('does not take the answer of somebody else for that of its job', async () => {
    const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { code, stdout } = await runScriptOf(`sleep 30 &\n# wait within 5s: port ${port}\necho on`);
    server.close();
    expect(stdout).toContain(`something answers at port ${port} already`);
    expect(code).toBe(1);
  });

  it('cleans up when it is interrupted, ends its jobs, and exits with 130', async () => {
    const files = await mkdtemp(join(tmpdir(), 'runbook-test-'));
    const body = `( trap '' TERM; sleep 4713 ) &\necho up >${files}/up; sleep 4712\n\`\`\`\n\n\`\`\`bash cleanup\necho done >${files}/mark`;
    const file = join(files, 'script.sh');
    const { plan: planned } = plan([runbookOf(pageOf(body))], { interactive: false }, resolveBeside);
    await writeFile(file, exportBash(planned));
    const script = execa(shell, [file], { reject: false, detached: true, env: { TMPDIR: files } });
    await expect.poll(() => readFile(join(files, 'up'), 'utf8').catch(() => '')).toBe('up\n');
    await expect
      .poll(() => execa('pgrep', ['-f', 'sleep 4712'], { reject: false }).then(({ exitCode }) => exitCode))
      .toBe(0);
    process.kill(-(script.pid ?? 0), 'SIGINT');
    expect(await script).toMatchObject({ exitCode: 130, stdout: expect.stringContaining('\ninterrupted ·') });
    expect(await readFile(join(files, 'mark'), 'utf8')).toBe('done\n');
    expect((await execa('ls', [files])).stdout.split('\n')).toEqual(['mark', 'script.sh', 'up']);
    expect((await execa('pgrep', ['-f', 'sleep 471[23]'], { reject: false })).stdout).toBe('');
    await rm(files, { recursive: true });
  });
});
