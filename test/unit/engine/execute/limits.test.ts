import { describe, expect, it } from 'vitest';
import { runs } from '../../../helpers/budget.ts';
import { livingProcesses } from './living-processes.ts';
import { openShell } from './open-shell.ts';

/** Commands that no other run of the tests has. */
const [nap, job] = [`sleep 61.${process.pid}`, `sleep 71.${process.pid}`];

describe('the limits of a statement', () => {
  it.each([
    ['a pipeline', 'NAP | cat'],
    ['a loop', 'while :; do NAP; done'],
    ['a loop without commands', 'while :; do :; done'],
    ['a function that goes on', 'f() { NAP; NAP; NAP; }; f'],
    ['a substitution', 'y=$(NAP)'],
    ['a reader that never gets a line', 'read line </dev/zero'],
    ['a subshell that ignores signals', '( trap "" TERM INT; while :; do NAP; done )'],
  ])('end %s at its timeout; state and jobs survive', async (_, script) => {
    const { run, text } = await openShell();
    await run('x=1');
    await run(`${job} &`);
    await expect.poll(() => livingProcesses(job)).toHaveLength(1);
    const { ended } = await run(script.replaceAll('NAP', nap), { timeoutMs: 100 });
    expect(ended).toBe('timeout');
    expect(livingProcesses(nap)).toEqual([]);
    expect(livingProcesses(job)).toHaveLength(1);
    expect(await text('echo $x')).toBe('1\n');
  });

  it('end a shell that ignores signals itself, at the price of its state', async () => {
    const { run, text, notices } = await openShell();
    await run('x=1');
    const { ended, exitCode } = await run('trap "" TERM INT; while :; do :; done', { timeoutMs: 100 });
    expect([ended, exitCode]).toEqual(['timeout', null]);
    expect(notices).toEqual([expect.stringContaining('without the variables')]);
    expect(await text('echo "[$x]"')).toBe('[]\n');
  });

  it('keep the output of before and give a command time to put things in order', async () => {
    const { run } = await openShell();
    const script = 'bash -c \'trap "sleep 0.6; echo tidy; exit 5" TERM; echo begun; sleep 60 & wait\'';
    let output = await run(script, { timeoutMs: 300 });
    // A busy machine may not have come to it by then.
    if (output.stdout.text === '') output = await run(script, { timeoutMs: 10_000 });
    const { stdout, ended, exitCode } = output;
    expect([stdout.text, ended, exitCode]).toEqual(['begun\ntidy\n', 'timeout', 5]);
  });

  it('end it when the caller aborts, as Ctrl-C would', async () => {
    const { run, text, chunks } = await openShell();
    const controller = new AbortController();
    const running = run('bash -c \'trap "echo got INT; exit 9" INT; echo up; sleep 60 & wait\'', {
      signal: controller.signal,
    });
    await expect.poll(() => chunks.map((chunk) => chunk.text)).toEqual(['up\n']);
    controller.abort();
    const { ended, stdout } = await running;
    expect([ended, stdout.text]).toEqual(['interrupt', 'up\ngot INT\n']);
    expect((await run('echo not run', { signal: controller.signal })).stdout.text).toBe('');
    expect(await text('echo alive')).toBe('alive\n');
  });

  it('never touch the statement after', async () => {
    const { run } = await openShell();
    for (let round = 0; round < 10; round++) {
      await run('sleep 0.02', { timeoutMs: 20 });
      const { ended, exitCode } = await run('sleep 0.03; true');
      expect([ended, exitCode]).toEqual(['normally', 0]);
    }
  });

  it('keep the state however often and whenever they strike', async () => {
    const { run, text } = await openShell();
    const scripts = [
      'f() { sleep 0.3; sleep 0.1; }; f; f; f; f; f',
      'while :; do sleep 9; done',
      'read x </dev/zero',
    ];
    await run('state=kept');
    for (let round = 0; round < runs(3, 300); round++) {
      const { ended } = await run(scripts[round % 3] ?? '', { timeoutMs: 20 + ((round * 37) % 100) });
      expect([round, ended, await text('echo $state')]).toEqual([round, 'timeout', 'kept\n']);
    }
  });

  it('close a session while a statement runs', async () => {
    const { run, session } = await openShell();
    const running = run(nap);
    await expect.poll(() => livingProcesses(nap)).toHaveLength(1);
    await session.close();
    expect((await running).ended).toBe('shell-lost');
    expect(livingProcesses(nap)).toEqual([]);
  });
});
