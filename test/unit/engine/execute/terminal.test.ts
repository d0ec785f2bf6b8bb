import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { TerminalKeys, TerminalUser } from '../../../../src/engine/model/terminal.ts';
import { patienceMs } from '../../../helpers/patience.ts';
import { livingProcesses } from './living-processes.ts';
import { openShell } from './open-shell.ts';

/** Somebody at a terminal: what is on it, and what they type. */
function person(size = { columns: 80, rows: 24 }) {
  let keys: TerminalKeys | undefined;
  let screen = '';
  let unread: number | undefined;
  const user: TerminalUser = {
    size,
    sit: (given) => {
      keys = given;
      return (bytes) => {
        screen += Buffer.from(bytes).toString();
      };
    },
    leave: (count) => {
      unread = count;
    },
  };
  return {
    user,
    keys: () => {
      if (keys === undefined) throw new Error('nobody sits there yet');
      return keys;
    },
    screen: () => screen,
    unread: () => unread,
    /** Waits for a prompt, and types behind it. */
    answer: async (prompt: string, text: string) => {
      await vi.waitFor(() => expect(screen).toContain(prompt), { timeout: patienceMs });
      keys?.type(text);
    },
  };
}

describe('a statement in a terminal', () => {
  it('has one on all its streams, as large as it is said to be, and gives its own exit code', async () => {
    const { run } = await openShell();
    const { user } = person({ columns: 101, rows: 31 });
    const script = 'test -t 0 && test -t 1 && test -t 2 && stty size && : >/dev/tty; exit 3';
    const { stdout, exitCode } = await run(script, { tty: user });
    expect([stdout.text, exitCode]).toEqual(['31 101\n', 3]);
    expect((await run('test -t 1')).exitCode).toBe(1);
  });

  it('asks at prompts, and what is read stays in the session', async () => {
    const { run, text } = await openShell();
    const { user, answer, screen } = person();
    const script = 'read -p "Name: " NAME; read -r -s -p "Password: " SECRET; echo; echo "hello $NAME"';
    const ran = run(script, { tty: user });
    await answer('Name: ', 'Ada\r');
    await answer('Password: ', 's3cret\r');
    expect((await ran).stdout.text).toBe('Name: Ada\nPassword: \nhello Ada\n');
    expect(screen()).toBe('Name: Ada\r\nPassword: \r\nhello Ada\r\n');
    expect(await text('echo "$NAME $SECRET"')).toBe('Ada s3cret\n');
  });

  it('begins with the state of the session, and hands its own back', async () => {
    const { run, text } = await openShell();
    await run('x=1 gone=2 list=(a "b c"); f() { echo "f $x"; }; set -u; cd /usr; alias say=echo; IFS=,');
    const script =
      'say "$x ${list[1]}"; f; x=5; export NEW=$\'two\\nlines\'; unset gone; list+=(d); g() { echo g; }; cd lib; set -f; set +u';
    expect((await run(script, { tty: person().user })).stdout.text).toBe('1 b c\nf 1\n');
    const after =
      'printf "%s|" "$x" "$NEW" "${gone-unset}" "${list[@]}" "$PWD" "$OLDPWD" "$-" "$IFS"; g; f; sh -c \'echo "$NEW"\'';
    const [first = '', ...rest] = (await text(after)).split('\n');
    expect(first).toBe('5|two');
    expect(rest.join('\n')).toMatch(
      /^lines\|unset\|a\|b c\|d\|\/usr\/lib\|\/usr\|(?!.*u.*\|,\|)\w*f\w*\|,\|g\nf 5\ntwo\nlines\n$/,
    );
    expect((await run('false | (exit 3)')).pipeStatus).toEqual([1, 3]);
  });

  it('reports the lines of the document', async () => {
    const { run } = await openShell();
    const { stdout } = await run('echo $LINENO $#\nnosuchcommand', { tty: person().user, line: 40 });
    expect(stdout.text).toBe('40 0\nbash: line 41: nosuchcommand: command not found\n');
  });

  it('keeps variables when it is left by exit, under set -e too', async () => {
    const { run, text } = await openShell();
    await run('set -e');
    expect((await run('x=7; exit 4', { tty: person().user })).exitCode).toBe(4);
    expect(await text('echo "$x"; case $- in *e*) echo still;; esac')).toBe('7\nstill\n');
  });

  it('ends by the keys that interrupt it, and the session goes on', async () => {
    const { run, text } = await openShell();
    const { user, answer } = person();
    const ran = run('x=1; echo ready; sleep 4343.5', { tty: user });
    await answer('ready', '\u0003');
    expect((await ran).exitCode).toBe(130);
    await vi.waitFor(() => expect(livingProcesses('sleep 4343.5')).toEqual([]), { timeout: patienceMs });
    expect(await text('echo "on $x"')).toBe('on 1\n');
  });

  it('learns that the terminal has another size', async () => {
    const { run } = await openShell();
    const { user, keys, answer } = person();
    const ran = run("trap 'stty size; exit' WINCH; echo ready; while :; do sleep 0.1; done", { tty: user });
    await answer('ready', '');
    keys().resize({ columns: 90, rows: 20 });
    expect((await ran).stdout.text).toBe('ready\n20 90\n');
  });

  it('tells how many lines were typed for nothing', async () => {
    const { run } = await openShell();
    const { user, unread, answer } = person();
    const ran = run('read -p "One: " x; echo "got $x"', { tty: user });
    await answer('One: ', 'a\rb\rc\r');
    expect((await ran).stdout.text).toMatch(/got a\n$/);
    expect(unread()).toBe(2);
  });

  it('is left by a program that changed its modes without harm for the next', async () => {
    const { run } = await openShell();
    await run('stty raw -echo; kill -9 $$', { tty: person().user });
    const { user, answer } = person();
    const ran = run('read -p "Again: " x; echo "got $x"', { tty: user });
    await answer('Again: ', 'yes\r');
    expect((await ran).stdout.text).toBe('Again: yes\ngot yes\n');
  });

  it('ends at its limit with all that runs in it', async () => {
    const { run } = await openShell();
    const { ended } = await run("trap '' HUP; sleep 4343.7", { tty: person().user, timeoutMs: 500 });
    expect(ended).toBe('timeout');
    await vi.waitFor(() => expect(livingProcesses('sleep 4343.7')).toEqual([]), { timeout: patienceMs });
  });

  it('is made by Python where there is no script command, and refused where there is neither', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'runbook-path-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const commands = ['bash', 'sh', 'tty', 'stty', 'cat', 'mkfifo', 'rm', 'sleep', 'ps'];
    await Promise.all(commands.map((name) => link(name, folder)));
    const { run } = await openShell({ PATH: folder });
    const { exitCode, stderr } = await run('tty', { tty: person().user });
    expect([exitCode, stderr.text]).toEqual([127, expect.stringContaining('neither script nor python3')]);
    await link('python3', folder);
    const { user, answer } = person();
    const ran = run('read -p "Word: " x; exit 5', { tty: user });
    await answer('Word: ', 'hi\r');
    expect((await ran).exitCode).toBe(5);
    expect((await run('echo "$x"')).stdout.text).toBe('hi\n');
  });
});

/** Puts a command of this machine into a folder. */
async function link(name: string, folder: string): Promise<void> {
  const { execa } = await import('execa');
  const { stdout } = await execa('bash', ['-c', `type -P ${name}`]);
  const script =
    name === 'python3'
      ? (await execa('python3', ['-c', 'import sys; print(sys.executable)'])).stdout
      : stdout;
  await symlink(script, join(folder, name));
}
