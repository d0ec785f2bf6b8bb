import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openShell } from './open-shell.ts';

const dead = "sh -c 'exit 7'";

describe('commands that fail inside of a statement', () => {
  /** Runs the statements from line 10 on, and gives what failed in the last of them. */
  const failedIn = async (...scripts: readonly string[]) => {
    const { run } = await openShell();
    let last: Awaited<ReturnType<typeof run>> | undefined;
    for (const [index, script] of scripts.entries()) last = await run(script, { line: 10 + 10 * index });
    return (last?.failed ?? []).map(({ status, line, within }) =>
      [status, line, ...(within === undefined ? [] : [within])].join(' '),
    );
  };

  it.each([
    ['a loop', [`for i in 1 2; do ${dead}; true; done`], ['7 10']],
    ['a branch', [`if true; then\n  ${dead}\n  true\nfi`], ['7 11']],
    ['a subshell', [`( ${dead}; true )`], ['7 10']],
    ['a function', [`f() {\n  ${dead}\n  true\n}`, 'f'], ['7 11 function f']],
    ['a function in a pipe', [`f() {\n  ${dead}\n  echo x\n}`, 'f | cat'], ['7 11 function f']],
    ['a pipe in a function', [`f() {\n  ${dead} |\n    cat\n}`, 'f'], ['7 11 function f']],
    ['a pipe in a loop', [`for i in 1; do\n  true | ${dead} | cat\ndone`], ['7 11']],
    ['a compound part of a pipe', ['for i in 1; do ( exit 7 ) | cat; done'], ['7 10']],
    ['a substitution', [`x=$(${dead}; true)`], ['7 10']],
    ['a substitution in words', [`echo "$(${dead})"`], ['7 10']],
    ['a pipe in a substitution', [`x=$(${dead} | cat)`], ['7 10']],
    ['a list in a substitution', [`echo "$(cd / && ${dead})"`], ['7 10', '7 10']],
    ['a process substitution', [`cat <(sleep 0.05; ${dead})`], ['7 10']],
    ['a here-document', [`cat <<E\n$(${dead})\nE`], ['7 10']],
    [
      'a command that is a question elsewhere, in a substitution of a function',
      ['f() {\n  false || : "$( [[ a = b ]]\n[[ a = b ]] || true )"\n  true\n}', 'f'],
      ['1 11 function f'],
    ],
    ['a part of a pipe that ends behind !', ['false || { ! true; } | true'], ['1 10', '1 10']],
    ['a pipe in front of &&', [`${dead} | cat && echo ok`], ['7 10']],
    [
      'evaluated text',
      [`eval '${dead}; true'`.replaceAll("'", '"').replace('"exit 7"', "'exit 7'")],
      ['7 10'],
    ],
    ['a condition', [`if ${dead}; then :; fi; while ${dead} | cat && false; do :; done`], []],
    ['a condition in a function', [`f() { ${dead}; }`, 'if f; then :; fi'], []],
    ['what || follows', [`for i in 1; do ${dead} || true; ${dead} | cat || true; done`], []],
    ['what ! stands before', [`for i in 1; do ! ${dead}; done`], []],
    ['a search that feeds others', ['for i in 1; do grep x /dev/null | cat; done'], []],
    ['a search of no file', ['for i in 1; do grep x /nope | cat; done'], ['2 10']],
    ['a writer whose reader goes', ['for i in 1; do yes | head -1; done'], []],
    ['a job', [`for i in 1; do { ${dead}; true; } & done; wait`], []],
    ['the statement itself', [dead], []],
    ['the end of the statement', [`true | ${dead}`], []],
    ['a statement that looks at the options', [`echo $-; { ${dead}; true; }`], ['7 10']],
  ] as const)('are told of %s', async (_, scripts, expected) => {
    expect(await failedIn(...scripts)).toEqual(expected);
  });

  it('are told with the file of a script that is read', async () => {
    const { run, text } = await openShell();
    const file = join((await text('mktemp -d')).trim(), 'lib.sh');
    await writeFile(file, `true\n${dead}\ng() { ${dead}; true; }\n`);
    expect((await run(`. ${file}`)).failed).toMatchObject([{ line: 2, within: `file ${file}` }]);
    expect((await run('g')).failed).toMatchObject([{ line: 3, within: `file ${file}` }]);
  });

  it('leave what the document sees as it is', async () => {
    const { text } = await openShell();
    expect(await text('for i in 1; do false word; echo "$? $_"; done')).toBe('1 word\n');
    expect(
      await text('for i in 1; do true | ( exit 3 ) | ( exit 4 ); echo "${PIPESTATUS[*]} $?"; done'),
    ).toBe('0 3 4 4\n');
    expect(
      await text('case $- in *E*) echo E;; esac; shopt -o errtrace; echo $SHELLOPTS | grep -c errtrace'),
    ).toBe('errtrace       \toff\n0\n');
    expect(await text('BASH_XTRACEFD=1; set -x; { false; true; }; set +x')).not.toContain('__rb');
  });
});

describe('an ERR trap of the document', () => {
  it('is run as bash runs it, and what fails is told still', async () => {
    const { run, text } = await openShell();
    await run("trap 'echo trapped $? $LINENO' ERR", { line: 3 });
    await run('f() { false; true; }');
    expect(await text('true')).toBe('');
    const own = await run('false', { line: 7 });
    expect([own.stdout.text, own.failed]).toEqual(['trapped 1 7\n', undefined]);
    const inner = await run('f; ( exit 4 ) || true; ( false; true ); { false; true; }', { line: 9 });
    expect(inner.stdout.text).toBe('trapped 1 9\n');
    expect(inner.failed).toHaveLength(2);
    expect((await run('f | cat')).stdout.text).toBe('');
  });

  it('is inherited when the document says so, and gone when it takes it away', async () => {
    const { run, text } = await openShell();
    await run("trap 'echo trapped $?' ERR");
    await run('f() { ( exit 5 ); true; }; set -E');
    expect(await text('f')).toBe('trapped 5\n');
    await run('trap - ERR');
    const { stdout, failed } = await run('f');
    expect([stdout.text, failed?.length]).toEqual(['', 1]);
  });

  it('stays, and what fails is told, when the shell starts again', async () => {
    const { run } = await openShell();
    await run("trap 'echo trapped' ERR");
    await run('exit 3');
    const { stdout, failed } = await run('{ false; true; }');
    expect([stdout.text, failed]).toEqual(['trapped\n', [{ status: 1, command: 'false', line: 1 }]]);
  });
});
