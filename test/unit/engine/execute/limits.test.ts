import { describe, expect, it } from 'vitest';
import { runs } from '../../../helpers/budget.ts';
import { livingProcesses } from './living-processes.ts';
import { openShell } from './open-shell.ts';

describe('the limits of a statement', () => {
  it.each([
    ['a pipeline', 'sleep 61.25 | cat'],
    ['a loop', 'while :; do sleep 61.25; done'],
    ['a loop without commands', 'while :; do :; done'],
    ['a function that goes on', 'f() { sleep 61.25; sleep 61.25; sleep 61.25; }; f'],
    ['a substitution', 'y=$(sleep 61.25)'],
    ['a reader that never gets a line', 'read line </dev/zero'],
    ['a subshell that ignores signals', '( trap "" TERM INT; while :; do sleep 61.25; done )'],
  ])('end %s at its timeout; state and jobs survive', async (_, script) => {
    const { run, text } = await openShell();
    await run('x=1');
    await run('sleep 71.25 &');
    const { ended } = await run(script, { timeoutMs: 100 });
    expect(ended).toBe('timeout');
    expect(livingProcesses('sleep 61.25')).toEqual([]);
    expect(livingProcesses('sleep 71.25')).toHaveLength(1);
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
    const { stdout, ended, exitCode } = await run(script, { timeoutMs: 300 });
    expect([stdout.text, ended, exitCode]).toEqual(['begun\ntidy\n', 'timeout', 5]);
  });

  it('end it when the caller aborts, as Ctrl-C would', async () => {
    const { run, text } = await openShell();
    const controller = new AbortController();
    const running = run('bash -c \'trap "echo got INT; exit 9" INT; echo up; sleep 60 & wait\'', {
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(), 200);
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
  }, 120_000);

  it('close a session while a statement runs', async () => {
    const { run, session } = await openShell();
    const running = run('sleep 63.75');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await session.close();
    expect((await running).ended).toBe('shell-lost');
    expect(livingProcesses('sleep 63.75')).toEqual([]);
  });
});
