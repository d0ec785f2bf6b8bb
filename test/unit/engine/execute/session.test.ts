import { existsSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { runs } from '../../../helpers/budget.ts';
import { livingProcesses } from './living-processes.ts';
import { openShell } from './open-shell.ts';

describe.each(Array.from({ length: runs(1, 25) }, (_, index) => index + 1))('session, round %i', () => {
  it('carries variables, functions, options, aliases and the directory from one statement to the next', async () => {
    const { run, text } = await openShell();
    await run('x=5; list=(a "b c"); export Y=6');
    await run('greet() { echo "hello $1"; }');
    await run('cd /usr && set -o pipefail && shopt -s nullglob');
    await run('alias say=echo');
    expect(await text('say "$x ${list[1]} $Y $PWD $(greet you)" /nothing/*; false | true; echo $?')).toBe(
      '5 b c 6 /usr hello you\n1\n',
    );
  });

  it('shows a statement the status and the pipeline of the one before, whatever was asked in between', async () => {
    const { run, session, text } = await openShell();
    const { exitCode, pipeStatus } = await run('false | true | (exit 3)');
    expect({ exitCode, pipeStatus }).toEqual({ exitCode: 3, pipeStatus: [1, 0, 3] });
    await session.variables(['HOME']);
    expect((await run('export STEP=1; (exit 9)', { hidden: true })).exitCode).toBe(9);
    expect(await text('echo "$? ${PIPESTATUS[*]} $STEP"')).toBe('3 1 0 3 1\n');
    expect(await text('echo $?')).toBe('0\n');
  });

  it('evaluates here-documents, unterminated ones too, and reports the lines of the document', async () => {
    const { run, text } = await openShell();
    await run('name=world');
    expect(await text('cat <<EOF\nhello $name\nEOF')).toBe('hello world\n');
    expect(await text("cat <<'EOF' | tr a-z A-Z\n$name\nEOF")).toBe('$NAME\n');
    const { stderr } = await run('true\nnosuchcommand\n', { line: 40 });
    expect(stderr.text).toBe('bash: line 41: nosuchcommand: command not found\n');
    await run('broken() {\n  nosuchcommand\n}', { line: 50 });
    expect((await run('broken', { line: 90 })).stderr.text).toContain('bash: line 51: ');
  });

  it('reports every line of a long document, whatever a statement takes to be evaluated', async () => {
    const { run } = await openShell();
    const script = 'echo $LINENO; nosuchcommand';
    const ways = [
      ['true', script],
      ['false', script],
      ['true', `: x; ${script}`],
      ["trap 'true' USR1", script],
      ['exec 5>&1', script],
      ['exec 5>&1; false', script],
    ] as const;
    for (const [before, statement] of ways) {
      await run(before);
      for (const line of [1, 2, 127, 128, 129, 130, 257, 1024, 1025, 5000, 8192, 8193, 8321, 20_000]) {
        const { stdout, stderr } = await run(statement, { line });
        expect([stdout.text, stderr.text]).toEqual([
          `${line}\n`,
          `bash: line ${line}: nosuchcommand: command not found\n`,
        ]);
        await run(before);
      }
    }
  });

  it('lives on after an unclosed quote or bracket', async () => {
    const { run, text } = await openShell();
    await run('x=1');
    for (const script of ["echo 'open", 'x=(', 'if true', 'echo $(', '}', 'break', 'continue']) {
      const { exitCode, ended } = await run(script);
      expect({ script, ended, failed: exitCode !== 0 }).toEqual({ script, ended: 'normally', failed: true });
    }
    expect(await text('echo $x')).toBe('1\n');
  });

  it('gives statements no input and their own /dev/stdout and /dev/stderr', async () => {
    const { run } = await openShell();
    const { stdout, stderr, exitCode } = await run(
      'cat; read line; echo "read $?"; echo out >/dev/stdout; echo err | tee /dev/stderr >/dev/null',
    );
    expect([stdout.text, stderr.text, exitCode]).toEqual(['read 1\nout\n', 'err\n', 0]);
  });

  it('keeps each statement its own output while background jobs print', async () => {
    const { run, text, chunks } = await openShell();
    await run('while :; do echo noise; echo noise >&2; done &');
    await run('while :; do echo chatter; done &');
    for (let index = 0; index < 40; index++) {
      const { stdout, stderr } = await run(`echo out ${index}; echo err ${index} >&2`);
      expect([stdout.text, stderr.text]).toEqual([`out ${index}\n`, `err ${index}\n`]);
    }
    const late = () => new Set(chunks.filter((chunk) => chunk.late).map((chunk) => chunk.statement));
    await expect.poll(() => [...late()].sort()).toEqual(['step/1.1', 'step/1.2']);
    expect((await run('kill %1 %2')).stderr.text).toBe('');
    expect(await text('echo quiet')).toBe('quiet\n');
  });

  it('takes binary output and text cut inside a character', async () => {
    const { run, chunks } = await openShell();
    const { stdout } = await run(String.raw`printf '\xff\x00\xc3'; sleep 0.05; printf '\xa9\n'`);
    expect(stdout).toEqual({ text: '\ufffd\0é\n', bytes: 5, truncated: false });
    expect(chunks.map(({ text }) => text).join('')).toBe('\ufffd\0é\n');
  });

  it('says that `exit` ended the shell, and keeps its state', async () => {
    const { run, text, notices } = await openShell();
    await run(
      "x=1; f() { echo f; }; shopt -s extglob; cd /usr; set -u; alias say=echo; trap 'echo bye $?' EXIT",
    );
    const { ended, exitCode, stdout } = await run('echo before; exit 7');
    expect({ ended, exitCode, text: stdout.text }).toEqual({
      ended: 'shell-exit',
      exitCode: 7,
      text: 'before\nbye 7\n',
    });
    expect(notices).toEqual([expect.stringContaining('started again with its variables')]);
    expect(await text('say "$? $x $(f) $PWD $-"; shopt extglob')).toMatch(
      /^7 1 f \/usr \S*u\S*\nextglob\s+on\n$/,
    );
  });

  it('ends a statement at the first failure under set -e, and goes on', async () => {
    const { run, text } = await openShell();
    await run('set -eu');
    const { ended, exitCode, stdout } = await run('f() { echo one; false; echo two; }; f');
    expect({ ended, exitCode, text: stdout.text }).toEqual({
      ended: 'shell-exit',
      exitCode: 1,
      text: 'one\n',
    });
    expect(await text('false || echo still $-')).toMatch(/^still \S*e/);
    expect((await run('echo $unset_variable')).ended).toBe('shell-exit');
    expect(await text('echo alive')).toBe('alive\n');
  });

  it('says that the shell is lost after exec and starts another', async () => {
    const { run, text, notices } = await openShell();
    await run('x=1');
    const { ended, exitCode, stdout } = await run('exec echo replaced');
    expect({ ended, exitCode, text: stdout.text }).toEqual({
      ended: 'shell-lost',
      exitCode: 0,
      text: 'replaced\n',
    });
    expect(await text('echo "[$x]"')).toBe('[]\n');
    expect((await run('kill -KILL $$')).ended).toBe('shell-lost');
    expect(notices).toHaveLength(2);
    expect(await text('echo alive')).toBe('alive\n');
  });

  it('leaves streams where `exec` sends them, until it sends them back', async () => {
    const { run, text } = await openShell();
    const file = (await text('mktemp')).trim();
    await run(`exec 3>&1 >${file}`);
    expect(await text('echo hidden')).toBe('');
    expect((await run('echo seen >&2')).stderr.text).toBe('seen\n');
    await run('exec >&3 3>&-');
    expect(await text(`cat ${file}`)).toBe('hidden\n');
    await run('exec 2>&1');
    expect(await text('echo both >&2')).toBe('both\n');
    await run(`exec <${file}`);
    expect(await text('read -r line; echo "$line"')).toBe('hidden\n');
    await run('exec >&-');
    expect((await run('echo lost')).exitCode).toBe(1);
  });

  it('gives what a program made by `exec` prints to the statement that made it', async () => {
    const { run, text, chunks } = await openShell();
    const file = (await text('mktemp')).trim();
    await run(`exec > >(tee ${file})`);
    expect(await text('echo one')).toBe('');
    await vi.waitFor(() =>
      expect(chunks).toContainEqual({ statement: 'step/1.2', stream: 'stdout', text: 'one\n', late: true }),
    );
  });

  it('keeps `$_` from one statement to the next', async () => {
    const { run, text, session } = await openShell();
    await run('true one two');
    await session.variables(['HOME']);
    expect(await text('echo "$_"')).toBe('two\n');
    await run('false three');
    expect(await text('echo "$_ $?"')).toBe('three 1\n');
  });

  it('waits for a job that was ended, by its number', async () => {
    const { run } = await openShell();
    await run('sleep 64.25 &');
    await run('kill %1');
    expect((await run('wait %1')).exitCode).toBe(143);
  });

  it.each([
    ['suspend', 'suspend: it would stop the shell'],
    ['true; set -n', 'set: with `-n` bash would read'],
    ['set -o noexec', 'set: with `-n` bash would read'],
    ['builtin() { echo x; }', 'builtin: a function of this name'],
  ])('refuses `%s` at once', async (script, message) => {
    const { run, text } = await openShell();
    const { exitCode, stderr } = await run(script);
    expect([exitCode, stderr.text]).toEqual([1, expect.stringContaining(message)]);
    expect(await text('( set -n ); echo "$(suspend 2>/dev/null) alive"')).toBe('');
    expect(await text('echo alive')).toBe('alive\n');
  });

  it('answers for each statement, whatever became of its variables and functions', async () => {
    const { run, text } = await openShell();
    await run('for name in $(compgen -v | grep "^__rb"); do unset "$name"; done');
    expect((await run('false')).exitCode).toBe(1);
    expect(await text('echo heard')).toBe('heard\n');
    await run('unset -f $(compgen -A function)');
    expect((await run('( exit 3 )')).exitCode).toBe(3);
    expect(await text('echo $?')).toBe('3\n');
    // It takes what answers for statements with it, and so its time out.
    await run('readonly __rb_rc=0 __rb_id=1', { timeoutMs: 500 });
    expect((await run('false')).exitCode).not.toBe(0);
  });

  it('keeps other open files, and gives statements none of its own', async () => {
    const { run, text } = await openShell();
    await run('exec 3<<<"three" 5<<<"five"');
    expect(await text('read x <&3; read y <&5; echo $x $y')).toBe('three five\n');
    await run('exec 3<&- 5<&-');
    // 3 is the folder that ls reads.
    expect(await text("ls /dev/fd | grep '^[0-9]$'")).toBe('0\n1\n2\n3\n');
  });

  it('hides itself from set -x', async () => {
    const { run } = await openShell();
    await run('set -x');
    expect((await run('true')).stderr.text).toBe('++ true\n');
    expect((await run('set +x')).stderr.text).toBe('++ set +x\n');
  });

  it('does not run an ERR trap twice, nor for its own commands', async () => {
    const { run, text } = await openShell();
    await run("trap 'echo trapped' ERR");
    expect(await text('false')).toBe('trapped\n');
    expect(await text('true')).toBe('');
  });

  it('reads variables as they are', async () => {
    const { run, session } = await openShell();
    await run("a='line 1\nline = 2'; b=; set -u; trap 'echo noise' DEBUG");
    expect(await session.variables(['a', 'b', 'unset', 'not a name'])).toEqual({
      a: 'line 1\nline = 2',
      b: '',
    });
  });

  it('tells all values of arrays, and the names of variables and functions, whatever IFS and options are', async () => {
    const { run, session } = await openShell();
    await run('list=(a "b c" "d\ne"); declare -A map=([x]=1); one=1; IFS=,; set -u; login() { :; }');
    expect(await session.values(['list', 'map', 'one', 'unset'])).toEqual(['a', 'b c', 'd\ne', '1', '1']);
    const { variables, functions } = await session.names();
    expect(variables).toEqual(expect.arrayContaining(['list', 'map', 'one']));
    expect(functions).toContain('login');
  });

  it('enters the directory of a block once and leaves it afterwards', async () => {
    const { run } = await openShell();
    const pwd = async (dir?: string, block?: string) =>
      (await run('pwd; cd lib 2>/dev/null || :', { ...(dir && { dir }), ...(block && { block }) })).stdout
        .text;
    await run('cd /var');
    expect(await pwd('/usr', 'one')).toBe('/usr\n');
    expect(await pwd('/usr', 'one')).toBe('/usr/lib\n');
    expect(await pwd('/usr', 'two')).toBe('/usr\n');
    expect(await pwd()).toBe('/var\n');
    const { exitCode, stderr } = await run('pwd', { dir: 'nowhere' });
    expect([exitCode, stderr.text]).toEqual([1, 'bash: cd: /nowhere: No such file or directory\n']);
  });

  it('runs an EXIT trap once when it is asked to, and tells what it printed and what it ended with', async () => {
    const { run, session, chunks } = await openShell();
    await run('( exit 4 )');
    await run("trap 'echo bye $?; exit 7' EXIT; ( exit 5 )");
    const trapped = await session.exitTrap();
    expect([trapped?.statement, trapped?.output.stdout.text, trapped?.output.exitCode]).toEqual([
      'step/1.2',
      'bye 5\n',
      7,
    ]);
    expect(chunks.at(-1)).toMatchObject({ statement: 'step/1.2', text: 'bye 5\n', late: true });
    expect(await session.exitTrap()).toBeUndefined();
  });

  it('runs an EXIT trap when it closes, and leaves no process and no folder', async () => {
    const { run, session, text } = await openShell();
    const file = (await text('mktemp')).trim();
    await run(`trap 'rm ${file}' EXIT`);
    await run('nohup setsid sleep 4242.5 &');
    await vi.waitFor(() => expect(livingProcesses('sleep 4242.5')).toHaveLength(1));
    const folder = (await text('echo $__rb_f')).trim();
    await session.close();
    await session.close();
    expect([existsSync(file), existsSync(folder)]).toEqual([false, false]);
    expect(livingProcesses('sleep 4242.5')).toEqual([]);
    await expect(run('true')).rejects.toThrow('closed');
  });
});
