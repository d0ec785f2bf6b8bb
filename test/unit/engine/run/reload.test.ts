import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../src/engine/model/control.ts';
import type { Runbook } from '../../../../src/engine/model/runbook.ts';
import { parse } from '../../../../src/engine/parse.ts';
import { RunControl } from '../../../../src/engine/run/control.ts';
import { compareTexts } from '../../../../src/engine/run/reload.ts';
import { loadFixture, play, printed } from '../../../helpers/play.ts';

const old = loadFixture('run/control.md');

/** The fixture with some of its text replaced. */
function edited(...changes: readonly (readonly [string, string])[]): Runbook {
  const text = changes.reduce((before, [from, to]) => before.replace(from, to), old.source.text);
  const { runbook, diagnostics } = parse({ ...old.source, text });
  expect(diagnostics).toEqual([]);
  return runbook;
}

const fixed = ['test -f "$MARK/fixed" &&', 'true &&'] as const;
const fixedStep = edited(fixed);

/** Runs into the failure, takes over a text there, and goes on; the person of the manual block is content. */
async function reloadAtFailure(
  runbook: Runbook,
  then: Command = { type: 'resume' },
  file = 'run/control.md',
) {
  const control = new RunControl();
  const pauses: string[] = [];
  const played = await play([file], {
    control,
    plan: { interactive: true },
    onEvent: (event) => {
      if (event.type !== 'run-paused') return;
      pauses.push(`${event.pause.why} ${event.pause.statement}`);
      const answers = { failure: { type: 'reload', runbook }, manual: { type: 'done' } } as const;
      const { why } = event.pause;
      control.send(why === 'failure' || why === 'manual' ? answers[why] : then);
    },
  });
  return { ...played, pauses };
}

describe('another text at a pause', () => {
  it('goes on at the same step, after what has passed there, with the new text', async () => {
    const led = await reloadAtFailure(fixedStep);
    expect(led.pauses).toEqual(['failure check/1.2', 'reloaded check/1.2', 'manual by-hand/1.1']);
    expect(led.statements.slice(2)).toEqual([
      'check/1.1 passed',
      'check/1.2 failed',
      'check/1.2 passed',
      'check/1.3 passed',
      'by-hand/1.1 passed',
      'last/1.1 passed',
      'tidy/1.1 passed',
    ]);
    expect(printed(led, 'check/1.1')).toBe('before\n');
  });

  it('asks nobody again for what was done by hand before', async () => {
    const { source } = loadFixture('run/by-hand.md');
    const { runbook } = parse({ ...source, text: source.text.replace('false', 'true') });
    const { pauses, exitCode } = await reloadAtFailure(runbook, { type: 'resume' }, 'run/by-hand.md');
    expect(pauses).toEqual([
      'manual look-then-check/1.1',
      'failure look-then-check/2.1',
      'reloaded look-then-check/2.1',
    ]);
    expect(exitCode).toBe(0);
  });

  it('makes good what the old one failed in, and says that the text was replaced', async () => {
    const { exitCode, state } = await reloadAtFailure(fixedStep);
    expect(exitCode).toBe(0);
    expect(state).toMatchObject({ outcome: 'passed', runbooks: { 'run/control.md': { reloads: 1 } } });
    expect(state.totals).toMatchObject({
      statements: { passed: 8, failed: 0 },
      expectations: { met: 4, unmet: 0 },
      retried: 0,
    });
  });

  it('may pause after the rest of the step, or run what is next by `retry`', async () => {
    const stepwise = await reloadAtFailure(fixedStep, { type: 'next' });
    expect(stepwise.pauses.slice(1)).toEqual(['reloaded check/1.2', 'manual by-hand/1.1', 'step last/1.1']);
    const retried = await reloadAtFailure(fixedStep, { type: 'retry' });
    expect(retried).toMatchObject({ exitCode: 0, pauses: { length: 3 } });
  });

  it('without the step goes on after the nearest one before it that is left', async () => {
    const runbook = edited(fixed, ['## Check', '## Verify']);
    const led = await reloadAtFailure(runbook);
    expect(led.events).toContainEqual(expect.objectContaining({ type: 'runbook-reloaded', gone: 'check' }));
    expect(led.pauses).toEqual(['failure check/1.2', 'reloaded verify/1.1', 'manual by-hand/1.1']);
    expect(led).toMatchObject({ exitCode: 0, state: { totals: { statements: { passed: 8 } } } });
  });

  it('with something new in a step that is over says that it does not run', async () => {
    const led = await reloadAtFailure(
      edited(fixed, ['# expect: first one', '# expect: first one\necho new']),
    );
    expect(led.events).toContainEqual(
      expect.objectContaining({
        type: 'statement-finished',
        statement: 'first/1.3',
        outcome: 'skipped',
        reason: 'its place was passed before it was written',
      }),
    );
    expect(led.exitCode).toBe(0);
  });

  it('brings its own cleanup', async () => {
    const led = await reloadAtFailure(edited(fixed, ['echo tidied', 'echo tidied better']));
    expect(printed(led, 'tidy/1.1')).toBe('tidied better\n');
  });

  it('says which changes of the front matter come too late', async () => {
    const led = await reloadAtFailure(edited(fixed, ['inputs:', 'env: { A: b }\ninputs:']));
    expect(led.events).toContainEqual(
      expect.objectContaining({
        type: 'notice',
        message: 'The new `env` of the front matter counts from the next run on.',
      }),
    );
  });

  it('ends the run when nothing is left to do', async () => {
    const text = old.source.text.replace(/test -f[\s\S]*?(?=```bash cleanup)/, 'true\n```\n\n## Tidy\n\n');
    const { runbook } = parse({ ...old.source, text: text.replace('true\n', '') });
    const led = await reloadAtFailure(runbook);
    expect(led.pauses).toEqual(['failure check/1.2']);
    expect(led.statements.slice(-2)).toEqual(['check/1.2 failed', 'tidy/1.1 passed']);
    expect(led).toMatchObject({ exitCode: 0, state: { totals: { statements: { passed: 4, failed: 0 } } } });
  });
});

describe('comparing two texts', () => {
  const results = new Map([
    ['first/1.1', 'passed'],
    ['first/1.2', 'passed'],
    ['check/1.1', 'passed'],
    ['check/1.2', 'failed'],
  ] as const);
  const compare = (after: Runbook) =>
    compareTexts(old, after, { step: 'check', results, again: ['check/1.2'] });

  it('keeps what is unchanged before the place, and what is over', () => {
    expect(compare(fixedStep).kept).toEqual(['first/1.1', 'first/1.2', 'check/1.1']);
    expect(compare(fixedStep).rest.map(({ id }) => id)).toEqual(['check', 'by-hand', 'last', 'tidy']);
  });

  it('keeps nothing of the step from the first change on', () => {
    expect(compare(edited(['echo before', 'echo then'], ['expect: before', 'expect: then'])).kept).toEqual([
      'first/1.1',
      'first/1.2',
    ]);
  });

  it('does not run anew what is over, though its text has changed', () => {
    expect(compare(edited(['NAME=one', 'NAME=two'])).kept).toContain('first/1.1');
  });

  it('begins at the start when every step before has gone', () => {
    const after = edited(['## First', '## Start'], ['## Check', '## Verify']);
    expect(compare(after)).toMatchObject({ gone: 'check', kept: [] });
    expect(compare(after).rest[0]?.id).toBe('start');
  });
});
