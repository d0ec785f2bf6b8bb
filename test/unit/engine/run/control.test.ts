import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command, Pause } from '../../../../src/engine/model/control.ts';
import { RunControl } from '../../../../src/engine/run/control.ts';
import { type RunState, untouched } from '../../../../src/engine/run/state.ts';
import { add, noTotals, totalsOf } from '../../../../src/engine/run/totals.ts';
import { type Played, type PlayOptions, play, printed } from '../../../helpers/play.ts';

type Led = Played & {
  /** Each pause as `why statement`. */
  readonly pauses: readonly string[];
};

type Leading = Omit<PlayOptions, 'control'> & { readonly paused?: boolean; readonly file?: string };

let folder = '';
const fix = () => writeFile(join(folder, 'fixed'), '');
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Plays a fixture and answers each pause with the next command; `quit` when there are no more. */
async function lead(
  answers: readonly (Command | ((pause: Pause, control: RunControl) => Promise<Command>))[],
  { paused = false, file = 'run/control.md', onEvent, ...options }: Leading = {},
): Promise<Led> {
  const control = new RunControl({ paused });
  const pauses: string[] = [];
  const left = [...answers];
  const answer = async (pause: Pause): Promise<void> => {
    const next = left.shift() ?? { type: 'quit' };
    const command = typeof next === 'function' ? await next(pause, control) : next;
    expect(control.send(command)).toBeUndefined();
  };
  const played = await play([file], {
    control,
    env: { MARK: folder },
    plan: { interactive: true },
    ...options,
    onEvent: (event) => {
      if (event.type === 'run-paused') {
        pauses.push(`${event.pause.why} ${event.pause.statement}`);
        void answer(event.pause);
      }
      onEvent?.(event);
    },
  });
  expect(control.send({ type: 'next' })).toEqual({ refused: 'the run is over' });
  expect(played.state.totals).toEqual(countedAnew(played.state));
  return { ...played, pauses };
}

/** The totals as the statements at the end give them, whatever happened on the way. */
function countedAnew({ runbooks }: RunState) {
  const all = Object.values(runbooks).flatMap(({ index, statements }) =>
    [...index.values()].map((place) => totalsOf(statements[place.at] ?? untouched, place)),
  );
  return all.reduce(add, noTotals);
}

const next = { type: 'next' } as const;
const resume = { type: 'resume' } as const;
const skip = { type: 'skip' } as const;
const quit = { type: 'quit' } as const;
const done = { type: 'done' } as const;
const retryFixed = async (): Promise<Command> => {
  await fix();
  return { type: 'retry' };
};

describe('a run that is led by hand', () => {
  it('started paused goes on step by step', async () => {
    await fix();
    const led = await lead([next, next, done, next], { paused: true });
    expect(led.pauses).toEqual(['step first/1.1', 'step check/1.1', 'manual by-hand/1.1', 'step last/1.1']);
    expect(led.exitCode).toBe(0);
    expect(led.statements.at(-1)).toBe('tidy/1.1 passed');
  });

  it('runs all that is left after `resume`, and waits only for the person of a manual block', async () => {
    await fix();
    const { pauses, exitCode } = await lead([resume, done], { paused: true });
    expect(pauses).toEqual(['step first/1.1', 'manual by-hand/1.1']);
    expect(exitCode).toBe(0);
  });

  it('pauses before the next statement when asked to while it runs, again after a skip, and not after `resume`', async () => {
    await fix();
    const control = new RunControl();
    const pauses: string[] = [];
    const { statements } = await play(['run/control.md'], {
      control,
      env: { MARK: folder },
      plan: { interactive: true },
      onEvent: (event) => {
        if (event.type === 'output' && event.text === 'before\n') control.send({ type: 'pause' });
        if (event.type !== 'run-paused') return;
        pauses.push(`${event.pause.why} ${event.pause.statement}`);
        control.send(event.pause.why === 'manual' ? done : pauses.length === 2 ? resume : skip);
      },
    });
    expect(pauses).toEqual(['asked check/1.2', 'asked check/1.3', 'manual by-hand/1.1']);
    expect(statements).toContain('check/1.2 skipped');
    expect(statements).toContain('check/1.3 passed');
  });

  it('leaves out a whole step on `skip` before it', async () => {
    const { statements, state } = await lead([next, skip, done, resume], { paused: true });
    expect(statements.filter((line) => line.startsWith('check'))).toEqual([
      'check/1.1 skipped',
      'check/1.2 skipped',
      'check/1.3 skipped',
    ]);
    expect(state).toMatchObject({ outcome: 'passed', totals: { statements: { skipped: 3 } } });
  });
});

describe('a person who steps', () => {
  it('runs one command at a time, through the ends of steps', async () => {
    await fix();
    const one: Command = { type: 'next', what: 'statement' };
    const { pauses } = await lead([one, one, one, one, resume, done], { paused: true });
    expect(pauses).toEqual([
      'step first/1.1',
      'asked first/1.2',
      'asked check/1.1',
      'asked check/1.2',
      'asked check/1.3',
      'manual by-hand/1.1',
    ]);
  });

  it('runs up to a step that was named', async () => {
    await fix();
    const led = await lead([{ type: 'next', until: 'last' }, done, resume], { paused: true });
    expect(led.pauses).toEqual(['step first/1.1', 'manual by-hand/1.1', 'step last/1.1']);
    expect(led.exitCode).toBe(0);
  });

  it('goes back to a step: it and all behind it run again on what is there, which the summary says', async () => {
    const back: Command = { type: 'back', step: 'first' };
    const fixed = async (): Promise<Command> => {
      await fix();
      return back;
    };
    const led = await lead([next, next, fixed, resume, done], { paused: true });
    expect(led.pauses).toEqual([
      'step first/1.1',
      'step check/1.1',
      'failure check/1.2',
      'step first/1.1',
      'manual by-hand/1.1',
    ]);
    expect(led).toMatchObject({ exitCode: 0, state: { outcome: 'passed' } });
    expect(led.state.runbooks['run/control.md']).toMatchObject({ returns: 1 });
    expect(led.state.totals).toMatchObject({ statements: { passed: 8, failed: 0 }, retried: 4 });
  });

  it('has one step run again, and comes back to where the run stood', async () => {
    await fix();
    const led = await lead([next, next, { type: 'back', step: 'first', only: true }, next, done, resume], {
      paused: true,
    });
    expect(led.pauses).toEqual([
      'step first/1.1',
      'step check/1.1',
      'manual by-hand/1.1',
      'step first/1.1',
      'manual by-hand/1.1',
      'step last/1.1',
    ]);
    expect(led.statements.filter((line) => line.startsWith('first'))).toHaveLength(4);
    expect(led.statements.filter((line) => line.startsWith('check'))).toHaveLength(3);
    expect(led.exitCode).toBe(0);
  });

  it('goes on where a step that failed stays failed, though an earlier one ran again', async () => {
    const again: Command = { type: 'back', step: 'first', only: true };
    const led = await lead([next, next, again, next, { type: 'skip', what: 'step' }, done, resume], {
      paused: true,
    });
    expect(led.exitCode).toBe(1);
    expect(led.state.totals.statements.failed).toBe(1);
  });

  it('goes on where it stands when told to go back to a step that is still to come', async () => {
    await fix();
    const { pauses, statements } = await lead([next, { type: 'back', step: 'last' }, next, done, resume], {
      paused: true,
    });
    expect(pauses.slice(1, 3)).toEqual(['step check/1.1', 'step check/1.1']);
    expect(statements).toContain('check/1.3 passed');
  });

  it('ends the jobs of the steps that run again', async () => {
    const led = await lead([next, { type: 'back', step: 'serve' }, next, resume], {
      paused: true,
      file: 'run/serve-again.md',
    });
    expect(led.pauses.slice(1)).toEqual(['step look/1.1', 'step serve/1.1', 'step look/1.1']);
    expect(led).toMatchObject({ exitCode: 0, state: { totals: { statements: { failed: 0 } } } });
  });

  it('stands before no step of a page that is required', async () => {
    await fix();
    const { pauses } = await lead([next, resume], { paused: true, file: 'run/requires-first.md' });
    expect(pauses).toEqual(['step own/1.1']);
  });
});

describe('a failure', () => {
  it('waits, and is made good by a retry, which the totals say', async () => {
    const led = await lead([retryFixed, done]);
    expect(led.pauses).toEqual(['failure check/1.2', 'manual by-hand/1.1']);
    expect(led.statements.slice(2, 6)).toEqual([
      'check/1.1 passed',
      'check/1.2 failed',
      'check/1.2 passed',
      'check/1.3 passed',
    ]);
    expect(led).toMatchObject({ exitCode: 0, state: { outcome: 'passed' } });
    expect(led.state.totals).toMatchObject({
      statements: { passed: 8, failed: 0 },
      expectations: { met: 4, unmet: 0 },
      retried: 1,
    });
  });

  it('is judged anew in a retry, with the outputs of its segment, and its attempts say so', async () => {
    const { events } = await lead([retryFixed, done]);
    const attempts = events.flatMap((event) =>
      event.type === 'attempt-finished' && event.statement === 'check/1.2'
        ? [[event.attempt, event.retry, event.verdicts.map(({ judgement }) => judgement.met)]]
        : [],
    );
    expect(attempts).toEqual([
      [1, undefined, [false, true]],
      [1, 1, [true, true]],
    ]);
    const finished = events.filter(({ type }) => type === 'step-finished');
    expect(finished[1]).toMatchObject({ step: 'check', outcome: 'passed' });
  });

  it('may fail again, and counts once', async () => {
    const { state, pauses } = await lead([{ type: 'retry' }, { type: 'retry' }, quit]);
    expect(pauses).toEqual(Array(3).fill('failure check/1.2'));
    expect(state.totals).toMatchObject({ statements: { failed: 1, passed: 4 }, retried: 0 });
    expect(state.runbooks['run/control.md']?.statements[3]).toMatchObject({ retries: 2, outcome: 'failed' });
  });

  it('that is skipped stays a failure, and the run goes on', async () => {
    const led = await lead([skip, done]);
    expect(led.statements.slice(3)).toEqual([
      'check/1.2 failed',
      'check/1.3 passed',
      'by-hand/1.1 passed',
      'last/1.1 passed',
      'tidy/1.1 passed',
    ]);
    expect(led.exitCode).toBe(1);
    expect(led.state.runbooks['run/control.md']?.statements[3]).toMatchObject({ passedOver: true });
  });

  it('can be left with the rest of its step', async () => {
    const { events, exitCode } = await lead([{ type: 'skip', what: 'step' }, done]);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'statement-finished',
        statement: 'check/1.3',
        outcome: 'skipped',
        reason: 'skipped by hand',
      }),
    );
    expect(exitCode).toBe(1);
  });

  it('keeps nothing that requires its runbook from running, since somebody has seen it', async () => {
    const led = await lead([skip], { file: 'run/builds-on-failure.md' });
    expect(led.pauses).toHaveLength(1);
    expect(Object.values(led.state.runbooks).map(({ outcome }) => outcome)).toEqual(['failed', 'passed']);
  });

  it('of a background job is fixed by starting the job again, then what missed it', async () => {
    const led = await lead([retryFixed], { file: 'run/service-dies.md' });
    expect(led.statements).toEqual([
      'serve/1.1 passed',
      'serve/1.2 passed',
      'serve/1.2 failed',
      'serve/1.3 failed',
      'serve/1.2 passed',
      'serve/1.3 passed',
      'serve/1.4 passed',
    ]);
    const pause = led.events.find((event) => event.type === 'run-paused')?.pause;
    expect(pause).toMatchObject({ statement: 'serve/1.2', again: ['serve/1.2', 'serve/1.3'] });
    expect(led).toMatchObject({ exitCode: 0, state: { totals: { retried: 2 } } });
  });
});

describe('a manual block', () => {
  it('is what its person says of it', async () => {
    await fix();
    const led = await lead([{ type: 'failed', reason: 'no stars' }, { type: 'retry' }, done]);
    expect(led.pauses).toEqual(['manual by-hand/1.1', 'failure by-hand/1.1', 'manual by-hand/1.1']);
    const finished = led.events.filter(
      (event) => event.type === 'statement-finished' && event.statement === 'by-hand/1.1',
    );
    expect(finished).toMatchObject([
      { outcome: 'failed', failure: { kind: 'manual', message: 'a person says that it failed: no stars' } },
      { outcome: 'passed', reason: 'done by a person', retry: 1 },
    ]);
    expect(led).toMatchObject({ exitCode: 0, state: { totals: { retried: 1 } } });
  });

  it('can be skipped', async () => {
    await fix();
    const { statements, exitCode } = await lead([skip]);
    expect(statements).toContain('by-hand/1.1 skipped');
    expect(exitCode).toBe(0);
  });

  it('is left out when nobody can be asked', async () => {
    await fix();
    const { events } = await play(['run/control.md'], { env: { MARK: folder }, plan: { interactive: true } });
    expect(events).toContainEqual(
      expect.objectContaining({ statement: 'by-hand/1.1', reason: 'needs a person to do it' }),
    );
  });
});

describe('the end', () => {
  it.each([
    ['before a step', [], true],
    ['at a failure', [], false],
    ['at a manual block', [retryFixed], false],
  ] as const)('by `quit` %s skips the rest and cleans up', async (_, answers, paused) => {
    const led = await lead(answers, { paused });
    expect(led.statements.slice(-2)).toEqual(['last/1.1 skipped', 'tidy/1.1 passed']);
    expect(led).toMatchObject({ exitCode: 130, state: { outcome: 'cancelled' } });
    expect(led.events.findLast((event) => event.type === 'run-resumed')).toMatchObject({ by: 'interrupt' });
  });

  it('by `quit` stops the statement that runs', async () => {
    const control = new RunControl();
    const { statements, exitCode } = await play(['run/slow.md'], {
      control,
      onEvent: (event) => event.type === 'output' && event.text === 'waiting\n' && control.send(quit),
    });
    expect(statements).toEqual([
      'wait/1.1 passed',
      'wait/1.2 cancelled',
      'next/1.1 skipped',
      'tidy/1.1 passed',
    ]);
    expect(exitCode).toBe(130);
  });

  it('by an interruption during a pause is the same', async () => {
    const interruption = new AbortController();
    const led = await play(['run/control.md'], {
      control: new RunControl(),
      env: { MARK: folder },
      signal: interruption.signal,
      plan: { interactive: true },
      onEvent: (event) => event.type === 'run-paused' && interruption.abort(),
    });
    expect(led.statements.at(-1)).toBe('tidy/1.1 passed');
    expect(led.exitCode).toBe(130);
  });

  it('of a front end that leaves the loop during a pause leaves nothing waiting', async () => {
    const { plan } = await import('../../../../src/engine/plan/plan.ts');
    const { run } = await import('../../../../src/engine/run/run.ts');
    const { localTarget } = await import('../../../../src/targets/local.ts');
    const { loadFixture } = await import('../../../helpers/play.ts');
    const planned = plan([loadFixture('run/control.md')], { interactive: true }, () => ({ diagnostics: [] }));
    const { signal } = new AbortController();
    const control = new RunControl({ paused: true });
    for await (const event of run(planned.plan, { target: localTarget, signal, control })) {
      if (event.type === 'run-paused') break;
    }
    expect(control.send(next)).toEqual({ refused: 'the run is over' });
  });
});

describe('any commands at any time', () => {
  const sorts = ['next', 'pause', 'resume', 'retry', 'skip', 'done', 'failed', 'reload'] as const;

  /** A small generator of numbers, so that a failure can be had again. */
  function numbers(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((state / 2_147_483_648) * below);
    };
  }

  it.each(Array.from({ length: 25 }, (_, seed) => seed))(
    'lead to an end with cleanup, and to totals that are true (%i)',
    async (seed) => {
      const { loadFixture } = await import('../../../helpers/play.ts');
      const runbook = loadFixture('run/control.md');
      const random = numbers(seed);
      const control = new RunControl({ paused: seed % 2 === 0 });
      let left = 30;
      const send = (): void => {
        left -= 1;
        const type = left < 0 ? 'quit' : (sorts[random(sorts.length)] ?? 'next');
        control.send({ type, runbook, ...(random(3) === 0 ? { what: 'step' } : {}) } as Command);
      };
      let paused = false;
      /** Sends on until one is taken, as a person would who tries keys. */
      const tryKeys = async (): Promise<void> => {
        for (; paused; await setImmediate()) send();
      };
      const { state, statements, events } = await play(['run/control.md'], {
        control,
        env: { MARK: folder },
        plan: { interactive: true },
        onEvent: ({ type }) => {
          if (type === 'run-paused' || type === 'run-resumed') paused = type === 'run-paused';
          if (type === 'run-paused') void tryKeys();
          else if (random(4) === 0) send();
        },
      });
      expect(statements.at(-1)).toBe('tidy/1.1 passed');
      expect(events.at(-1)?.type).toBe('run-finished');
      expect(state.pause).toBeUndefined();
      expect(state.totals).toEqual(countedAnew(state));
    },
    20_000,
  );
});

describe('each command', () => {
  const all = ['next', 'pause', 'resume', 'retry', 'skip', 'reload', 'done', 'failed', 'quit'] as const;
  const pauseOf = (why: Pause['why'], pauses: readonly Pause[]) => pauses.find((pause) => pause.why === why);

  it('is taken where the pause says so, and refused with a reason elsewhere', async () => {
    const { parse } = await import('../../../../src/engine/parse.ts');
    const { loadFixture } = await import('../../../helpers/play.ts');
    const runbook = loadFixture('run/control.md');
    const elsewhere = parse({ ...runbook.source, path: '/elsewhere.md' }).runbook;
    const refusals: string[] = [];
    const pauses: Pause[] = [];
    const probe =
      (command: Command) =>
      async (pause: Pause, control: RunControl): Promise<Command> => {
        pauses.push(pause);
        const refused = all.filter((type) => !pause.accepts.includes(type));
        for (const type of refused) {
          const refusal = control.send({ type, runbook } as Command);
          expect(refusal, `${type} at ${pause.why}`).toBeDefined();
          refusals.push(`${pause.why} ${type}: ${refusal?.refused}`);
        }
        expect(control.send({ type: 'reload', runbook: elsewhere })?.refused).toContain('in another file');
        return command;
      };
    const pauseAfter = (pause: Pause, control: RunControl) => {
      setTimeout(() => control.send({ type: 'pause' }), 0);
      return probe(next)(pause, control);
    };
    await lead(
      [
        pauseAfter,
        probe({ type: 'reload', runbook }),
        probe(resume),
        probe({ type: 'skip', what: 'step' }),
        probe(quit),
      ],
      { paused: true },
    );
    expect(pauses.map(({ why }) => why)).toEqual(['step', 'asked', 'reloaded', 'failure', 'manual']);
    expect(pauseOf('failure', pauses)?.accepts).toEqual(['retry', 'skip', 'back', 'reload', 'quit']);
    expect(refusals).toContain('failure pause: the run is paused already');
    expect(refusals).toContain(
      'failure next: `next` makes no sense here; this pause takes `retry`, `skip`, `back`, `reload`, `quit`',
    );
  });

  it('that is for a pause is refused while the run is at work, and a shell too', async () => {
    const control = new RunControl();
    const refused: string[] = [];
    let shell: Promise<unknown> | undefined;
    await play(['run/slow.md'], {
      control,
      onEvent: (event) => {
        if (event.type !== 'output' || event.text !== 'waiting\n') return;
        for (const type of all) {
          if (type === 'quit') continue;
          const refusal = control.send({ type } as Command);
          if (refusal !== undefined) refused.push(type);
        }
        shell = control.subshell();
        control.send(quit);
        expect(control.send(next)).toEqual({ refused: 'the run is being stopped' });
      },
    });
    expect(refused).toEqual(['retry', 'skip', 'reload', 'done', 'failed']);
    expect(await shell).toEqual({ refused: 'the run is at work: pause it first' });
  });
});

describe('a shell at a pause', () => {
  it('has the variables, functions, folder and kubeconfig of the session, and changes none of them', async () => {
    const { execa } = await import('execa');
    let said = '';
    const led = await lead(
      [
        async (_, control) => {
          const found = await control.subshell();
          if ('refused' in found) throw new Error(found.refused);
          const { shell, args, cwd, env } = found;
          const input =
            'greet; echo "$PWD $SECRET_PLACE $KUBECONFIG ${!__rb_@}"; declare -F; SECRET_PLACE=changed\n';
          const { stdout } = await execa(shell, args, { cwd, env, extendEnv: false, input });
          said = stdout;
          return { type: 'retry' };
        },
      ],
      { file: 'run/subshell.md' },
    );
    expect(said).toContain('hello from the session');
    expect(said).toContain(`${folder} a b /dev/null`);
    expect(said).toContain('declare -f greet');
    expect(said).not.toContain('__rb_');
    expect(printed(led, 'fail/1.5')).toBe('a b\na b\n');
  });
});
