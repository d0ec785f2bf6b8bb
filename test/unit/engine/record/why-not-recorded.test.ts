import { expect, it } from 'vitest';
import type { Command } from '../../../../src/engine/model/control.ts';
import { whyNotRecorded } from '../../../../src/engine/record/why-not-recorded.ts';
import { RunControl } from '../../../../src/engine/run/control.ts';
import { play } from '../../../helpers/play.ts';

/** Plays the page and answers each pause with the next command; whether its check holds at once, `START` says. */
async function led(answers: readonly Command[], { paused = false, START = '0' } = {}) {
  const control = new RunControl({ paused });
  const left = [...answers];
  const { state } = await play(['record/led.md'], {
    control,
    env: { START },
    plan: { interactive: true },
    onEvent: (event) => event.type === 'run-paused' && control.send(left.shift() ?? { type: 'quit' }),
  });
  return whyNotRecorded(state);
}

it('a run that passed as it stands is recorded', async () => {
  expect(await led([{ type: 'done' }], { START: '1' })).toBeUndefined();
});

it('what a person does anyway may be left out', async () => {
  expect(await led([{ type: 'skip' }], { START: '1' })).toBeUndefined();
  const { state } = await play(['record/led.md'], { env: { START: '1' } });
  expect(whyNotRecorded(state)).toBeUndefined();
});

it('a run that failed, or was stopped, is not', async () => {
  const { state } = await play(['record/led.md']);
  expect(whyNotRecorded(state)).toBe('the run failed');
  expect(await led([{ type: 'quit' }])).toBe('the run was stopped');
});

it('a run that a person helped along is not', async () => {
  expect(await led([{ type: 'done' }, { type: 'retry' }])).toBe(
    'something passed only when it was run again by hand',
  );
  const steps: readonly Command[] = [{ type: 'done' }, { type: 'skip' }];
  expect(await led(steps, { paused: true, START: '1' })).toBe('something was skipped by hand');
  const back: readonly Command[] = [
    { type: 'done' },
    { type: 'back', step: 'by-hand' },
    { type: 'done' },
    { type: 'resume' },
  ];
  expect(await led(back, { paused: true, START: '1' })).toBe('somebody went back to an earlier step by hand');
});
