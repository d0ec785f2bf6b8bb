import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../../src/engine/model/event.ts';
import { type Played, play, printed } from '../../../helpers/play.ts';
import { livingProcesses } from '../execute/living-processes.ts';

function failureOf({ events }: Played, statement: string) {
  const finished = events.filter((event) => event.type === 'statement-finished');
  return finished.findLast((event) => event.statement === statement)?.failure;
}

describe('a runbook that passes', () => {
  it('has its variables, its step and its document at hand, and one state from start to end', async () => {
    const played = await play(['run/passes.md']);
    expect(played.statements.map((line) => line.split(' ')[1])).toEqual(Array(5).fill('passed'));
    expect(played).toMatchObject({
      exitCode: 0,
      state: {
        outcome: 'passed',
        totals: { statements: { passed: 5 }, expectations: { met: 4, unmet: 0 }, unchecked: 1 },
      },
    });
  });

  it('numbers its events and dates them from the start', async () => {
    const { events } = await play(['run/passes.md']);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.map(({ atMs }) => atMs)).toEqual(events.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
    expect([events[0]?.type, events.at(-1)?.type]).toEqual(['run-started', 'run-finished']);
  });

  it('takes variables of the run over those of the page', async () => {
    const { exitCode } = await play(['run/passes.md'], { env: { GREETING: 'hallo' } });
    expect(exitCode).toBe(1);
  });
});

describe('an EXIT trap', () => {
  it('is run after cleanup, is heard, and fails the statement that set it when it says so', async () => {
    const played = await play(['run/exit-trap.md']);
    expect(failureOf(played, 'serve/1.1')).toEqual({
      kind: 'exit',
      message: 'the EXIT trap that it set ended the shell with exit code 7',
    });
    const printedBy = played.events.flatMap((event) => (event.type === 'output' ? [event.text] : []));
    expect(printedBy).toEqual(['served\n', 'tidy\n', 'cleaning up\n']);
    expect([played.exitCode, played.state.outcome]).toEqual([1, 'failed']);
  });
});

describe('a failure', () => {
  it('stops the later steps, judges every expectation of its segment and leaves cleanup to run, last first', async () => {
    const played = await play(['run/fails.md']);
    expect(played.exitCode).toBe(1);
    expect(played.statements).toEqual([
      'first/1.1 passed',
      'first/1.2 failed',
      'first/1.3 skipped',
      'first/2.1 skipped',
      'second/1.1 skipped',
      'tidy/3.1 passed',
      'tidy/2.1 failed',
      'tidy/1.1 passed',
    ]);
    expect(played.state.totals.expectations).toEqual({ met: 2, unmet: 1 });
  });

  it('stays one when the cleanup of the same step passes', async () => {
    const { state } = await play(['run/fails-and-tidies.md']);
    const [runbook] = Object.values(state.runbooks);
    expect(runbook?.steps).toEqual({ 'only-step': { outcome: 'failed' } });
  });

  it('stops only its own step when the run keeps going', async () => {
    const { statements } = await play(['run/fails.md'], { keepGoing: true });
    expect(statements.slice(2, 5)).toEqual(['first/1.3 skipped', 'first/2.1 skipped', 'second/1.1 passed']);
  });

  it('by exit code is excused only by an expectation that says so', async () => {
    const played = await play(['run/exits.md']);
    expect(played.statements).toEqual(['accepted/1.1 passed', 'accepted/2.1 passed', 'refused/1.1 failed']);
    expect(failureOf(played, 'refused/1.1')).toMatchObject({
      kind: 'exit',
      message: '`( exit 7 )` ended with exit code 7 (line 18, first part of a pipe into `grep b`)',
    });
  });

  it('by taking too long ends the statement and says how long it had', async () => {
    const played = await play(['run/timeout.md']);
    expect(played.statements).toEqual(['wait/1.1 passed', 'wait/1.2 failed', 'tidy/1.1 passed']);
    expect(failureOf(played, 'wait/1.2')).toMatchObject({ kind: 'timeout' });
    expect(printed(played, 'wait/1.1')).toBe('begin\n');
  });

  it('of a background job is that of the statement which started it', async () => {
    const played = await play(['run/background.md']);
    expect(played.statements).toContain('serve/1.1 failed');
    expect(played.statements).toContain('later/1.1 skipped');
    expect(failureOf(played, 'serve/1.1')).toMatchObject({
      kind: 'background',
      message: expect.stringContaining('port taken'),
    });
    expect(played).toMatchObject({ exitCode: 1, state: { totals: { statements: { failed: 1 } } } });
  });

  it('is also the end of a service that says 0: what came to rely on it has lost it', async () => {
    const played = await play(['run/service-ends-well.md']);
    expect(played.statements).toContain('serve/1.1 failed');
    expect(played.statements).toContain('later/1.1 skipped');
    expect(failureOf(played, 'serve/1.1')).toMatchObject({
      kind: 'background',
      message: 'the background job ended by itself with exit code 0: now open',
    });
    expect(played.exitCode).toBe(1);
  });

  it('by `exit` is said, and cleanup still has a shell', async () => {
    const played = await play(['run/exits-the-shell.md']);
    expect(played.statements).toEqual(['leave/1.1 passed', 'leave/1.2 failed', 'tidy/1.1 passed']);
  });
});

describe('a background statement', () => {
  it('is over when it is ready, and says what showed it', async () => {
    const { events, statements } = await play(['run/ready.md'], { plan: { only: ['serve'] } });
    const ready = events.find((event) => event.type === 'statement-ready');
    expect(ready).toMatchObject({ reason: 'now open' });
    expect(statements.slice(0, 3).map((line) => line.split(' ')[1])).toEqual(['passed', 'passed', 'passed']);
  });

  it('that does not become ready in time has failed', async () => {
    const played = await play(['run/ready.md'], { plan: { only: ['never'] } });
    expect(played.exitCode).toBe(1);
    expect(played.events.filter(({ type }) => type === 'statement-ready')).toEqual([]);
    expect(failureOf(played, 'serve/2.1')).toMatchObject({
      kind: 'timeout',
      message: 'it did not become ready: no `now open` in its output within 0.2 s',
    });
  });
});

describe('expected output below a block', () => {
  it('is judged with the last commands of the block, repeated within its time', async () => {
    const played = await play(['run/outputs.md'], { keepGoing: true });
    expect(played.statements).toEqual([
      'lines/1.1 passed',
      'lines/1.2 passed',
      'lines/1.3 passed',
      'lines/1.4 passed',
      'lines/1.5 passed',
      'json/1.1 passed',
      'json/1.2 passed',
      'nobody-does-it/1.1 skipped',
      'wrong/1.1 failed',
    ]);
    const tries = played.events.filter((event) => event.type === 'attempt-finished');
    expect(tries.filter(({ statement }) => statement === 'lines/1.5')).toHaveLength(3);
    expect(played.state.totals.expectations).toEqual({ met: 4, unmet: 1 });
  });

  it('says which of its lines is not there', async () => {
    const { events } = await play(['run/outputs.md'], { plan: { only: ['wrong'] } });
    const attempt = events.find((event) => event.type === 'attempt-finished');
    expect(attempt?.verdicts).toMatchObject([
      { judgement: { met: false, at: 2, closest: { from: 21, to: 25 } } },
    ]);
  });
});

describe('within', () => {
  it('repeats the last command until it passes, and no other', async () => {
    const played = await play(['run/retries.md'], { plan: { only: ['count'] } });
    const attempts = played.events.filter((event) => event.type === 'attempt-finished');
    expect(
      attempts.filter(({ statement }) => statement === 'count/1.4').map(({ attempt }) => attempt),
    ).toEqual([1, 2, 3]);
    expect(attempts.filter(({ statement }) => statement === 'count/1.3')).toHaveLength(1);
    expect(played.exitCode).toBe(0);
  });

  it('gives up when the time is over, with the last try', async () => {
    const played = await play(['run/retries.md'], { plan: { only: ['give-up'] } });
    const attempts = played.events.filter((event) => event.type === 'attempt-finished');
    expect(attempts.length).toBeGreaterThan(2);
    expect(attempts.at(-1)).toMatchObject({ verdicts: [{ judgement: { met: false } }] });
    expect(attempts.at(-1)?.retryInMs).toBeUndefined();
    expect(played.statements).toContain('give-up/1.1 failed');
  });
});

describe('an output that is too long to be kept', () => {
  it('is judged as a whole all the same', async () => {
    const played = await play(['run/long.md']);
    const [attempt] = played.events.filter((event) => event.type === 'attempt-finished');
    expect(attempt?.output.stdout).toMatchObject({ truncated: true });
    expect(attempt?.output.stdout.text).not.toContain('needle');
    expect(attempt?.verdicts.map(({ judgement }) => judgement.met)).toEqual([true, true, false]);
  });
});

describe('a check that must stay met', () => {
  const attemptsOf = ({ events }: Played, step: string) =>
    events
      .filter((event) => event.type === 'attempt-finished')
      .filter((event) => event.verdicts.length > 0 && event.statement.startsWith(step));

  it('is looked at for that long, and says how long it still has to hold', async () => {
    const played = await play(['run/holds.md'], { plan: { only: ['steady'] } });
    const attempts = attemptsOf(played, 'steady');
    expect(played.exitCode).toBe(0);
    expect(attempts.length).toBeGreaterThanOrEqual(3);
    expect(attempts[0]?.holdMs).toBe(1000);
    expect(attempts.map(({ holdMs = 0 }) => holdMs)).toEqual(
      attempts.map(({ holdMs = 0 }) => holdMs).toSorted((one, other) => other - one),
    );
    expect(attempts.at(-1)?.holdMs).toBeUndefined();
    expect(played.state.totals.expectations).toEqual({ met: 1, unmet: 0 });
  });

  it('may become met within its time first', async () => {
    const played = await play(['run/holds.md'], { plan: { until: 'reached-late' } });
    const met = attemptsOf(played, 'reached-late').map(({ verdicts }) => verdicts[0]?.judgement.met);
    expect(met.slice(0, 3)).toEqual([false, false, true]);
    expect(met.slice(3)).not.toContain(false);
    expect(played.exitCode).toBe(0);
  });

  it('fails at once when it lapses, and says how long it had held', async () => {
    const played = await play(['run/holds.md']);
    const last = attemptsOf(played, 'flaps').at(-1);
    const judgement = last?.verdicts[0]?.judgement;
    expect(last?.output.stdout.text).toBe('gone\n');
    expect(judgement?.met === false && judgement.hint).toMatch(
      /^It was met for \d\.\d s, and should have stayed so for 5\.0 s\./,
    );
    expect(played.exitCode).toBe(1);
  });
});

describe('an interruption', () => {
  it('stops the statement, cancels the run and leaves cleanup to run', async () => {
    const controller = new AbortController();
    const played = await play(['run/slow.md'], {
      signal: controller.signal,
      onEvent: (event) => event.type === 'output' && controller.abort(),
    });
    expect(played.statements).toEqual([
      'wait/1.1 passed',
      'wait/1.2 cancelled',
      'next/1.1 skipped',
      'tidy/1.1 passed',
    ]);
    expect(played.exitCode).toBe(130);
  });

  it('of the second kind stops cleanup too', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const stop = (event: RunEvent): void => {
      if (event.type !== 'output') return;
      first.abort();
      second.abort();
    };
    const played = await play(['run/slow.md'], { signal: first.signal, stop: second.signal, onEvent: stop });
    expect(played.statements.at(-1)).toBe('tidy/1.1 skipped');
    expect(played.exitCode).toBe(130);
  });
});

describe('a required runbook', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('runs first and cleans up after those that build on it', async () => {
    const played = await play(['run/builds-on.md'], { env: { MARK: folder } });
    expect(played.statements).toEqual([
      'make/1.1 passed',
      'use/1.1 passed',
      'use/1.2 passed',
      'tidy/1.1 passed',
      'tidy/1.2 passed',
    ]);
    expect(printed(played, 'tidy/1.1')).toBe('base\nused\n');
    expect(played.state.runbooks['run/base.md']).toMatchObject({ reason: 'required', outcome: 'passed' });
    expect(await readdir(folder)).toEqual(['used']);
  });

  it('is left out, and said to be, when somebody takes it as done', async () => {
    const { events, statements } = await play(['run/builds-on.md'], {
      env: { MARK: folder },
      trustsRequired: true,
    });
    const reason = 'taken as ready, not looked at (--ready)';
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'runbook-skipped', file: 'run/base.md', reason }),
    );
    expect(statements.every((line) => !line.startsWith('make'))).toBe(true);
  });

  it('is left out when its probe says that its result is there', async () => {
    await play(['run/base.md'], { env: { MARK: folder }, plan: { only: ['make'] } });
    const { writeFile } = await import('node:fs/promises');
    await writeFile(join(folder, 'base'), '');
    const { events, statements } = await play(['run/builds-on.md'], { env: { MARK: folder } });
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'runbook-skipped',
        file: 'run/base.md',
        reason: 'its result is already there',
      }),
    );
    expect(statements).toEqual(['use/1.1 passed', 'use/1.2 passed']);
  });

  it('that fails keeps those that build on it from running', async () => {
    const { events, exitCode } = await play(['run/builds-on-failure.md']);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'runbook-skipped',
        file: 'run/builds-on-failure.md',
        reason: 'it requires run/base-fails.md, which did not pass',
      }),
    );
    expect(exitCode).toBe(1);
  });
});

describe('secrets', () => {
  it('are in no event: not those given, nor those learnt, nor those cut in two by chunks', async () => {
    const inherited = {
      ...process.env,
      MY_TOKEN: 'my-very-secret-token',
      NAMED_ON_THE_COMMAND_LINE: 'named-secret',
    };
    const played = await play(['run/secrets.md'], { inherited, mask: ['NAMED_ON_THE_COMMAND_LINE'] });
    const spoken = played.events.filter(({ type }) => type !== 'runbook-started');
    const stream = JSON.stringify(spoken);
    for (const secret of ['named-secret']) expect(stream).not.toContain(secret);
    expect(printed(played)).toBe('given ***\ngiven ***\n***\n***\n');
    const verdicts = played.events.flatMap((event) =>
      event.type === 'attempt-finished' ? event.verdicts : [],
    );
    expect(verdicts.map(({ judgement }) => judgement.met)).toEqual([true, true, false]);
    expect(JSON.stringify(verdicts.map(({ judgement }) => judgement))).not.toContain('very-secret');
  });
});

describe('a secret without a value', () => {
  it('is an error before anything runs, declared or named for the run, unless the page may give it one', async () => {
    const inherited = { PATH: process.env.PATH };
    const { events, exitCode } = await play(['run/secrets-without-values.md'], {
      inherited,
      mask: ['NOWHERE'],
    });
    const told = events.flatMap((event) => (event.type === 'diagnostic' ? [event.diagnostic] : []));
    expect(told.map(({ message, span }) => [message, span?.start.line])).toEqual([
      ['run/secrets-without-values.md declares the secret `MISSPELT_TOKEN`, but it has no value', 2],
      ['`NOWHERE` is to be masked, but it has no value', undefined],
    ]);
    expect(events.some(({ type }) => type === 'statement-started')).toBe(false);
    expect(exitCode).toBe(3);
  });

  it('is none where it has one from anywhere', async () => {
    const inherited = { PATH: process.env.PATH, MISSPELT_TOKEN: 'here-after-all' };
    const given = { env: { NOWHERE: 'given-for-this-run' }, mask: ['NOWHERE'] };
    const { exitCode } = await play(['run/secrets-without-values.md'], { inherited, ...given });
    expect(exitCode).toBe(0);
  });
});

describe('secrets that a page makes', () => {
  it('are masked in the output of the very statement that makes them', async () => {
    const played = await play(['run/secrets-of-the-page.md']);
    const stream = JSON.stringify(played.events);
    expect(stream.match(/(?:made-|frontmatter-|only-|written-)\w*\d|written-(?:in|for)/g) ?? []).toEqual([]);
    const lines = printed(played)
      .split('\n')
      .filter((line) => /^\d+ /.test(line));
    expect(lines).toEqual([
      '1 ***',
      '2 ***, ***',
      '3 ***',
      '4 *** ***',
      ...Array.from({ length: 11 }, (_, index) => `${index + 5} ***`),
      '16 8080 public-2 /etc/passwd',
    ]);
    expect(played.exitCode).toBe(0);
  });
});

describe('what is left out', () => {
  it('is reported with its reason and is no failure', async () => {
    const { events, exitCode, state } = await play(['run/skips.md']);
    const reasons = events.flatMap((event) => (event.type === 'statement-finished' ? [event.reason] : []));
    expect(reasons).toEqual(['costs money', 'needs a person to do it', undefined]);
    expect(exitCode).toBe(0);
    expect(state.totals.statements).toMatchObject({ passed: 1, skipped: 2 });
  });
});

describe('leaving the loop', () => {
  it('stops the run and cleans up nothing but processes', async () => {
    const { run } = await import('../../../../src/engine/run/run.ts');
    const { localTarget } = await import('../../../../src/targets/local.ts');
    const { plan } = await import('../../../../src/engine/plan/plan.ts');
    const { resolveBeside } = await import('../../../../src/engine/load.ts');
    const { loadFixture } = await import('../../../helpers/play.ts');
    const planned = plan([loadFixture('run/waits.md')], { interactive: false }, resolveBeside);
    const { signal } = new AbortController();
    for await (const event of run(planned.plan, { target: localTarget, signal }))
      if (event.type === 'output') break;
    expect(livingProcesses('sleep 307.25')).toEqual([]);
  });
});
