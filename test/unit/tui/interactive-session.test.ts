import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadRunbook } from '../../../src/engine/load.ts';
import type { RunEvent } from '../../../src/engine/model/event.ts';
import { pauses, recorded, type Shown, showRun } from './show-run.ts';

const size = { columns: 80, rows: 24 };
const [esc, up, down, left, pageDown, enter] = [
  // As terminals send it that tell it from the start of a sequence.
  '\u001b[27u',
  '\u001b[A',
  '\u001b[B',
  '\u001b[D',
  '\u001b[6~',
  '\r',
] as const;

let shown: Shown;
afterEach(() => shown.close());

async function at(
  events: readonly RunEvent[],
  options: Partial<Parameters<typeof showRun>[0]> = {},
): Promise<Shown> {
  shown = showRun({ size, ...options });
  await shown.play(events);
  return shown;
}

const running = recorded('tour', (event) => event.type === 'statement-started');
const paused = recorded('tour', pauses('step'));
const failed = recorded('tour', pauses('failure'));
const byHand = recorded('tour', pauses('manual'));
const over = recorded('tour');

describe('keys of the run', () => {
  it.each([
    ['before a step', paused, enter, 'next'],
    ['before a step', paused, 'a', 'resume'],
    ['before a step', paused, ' ', 'resume'],
    ['before a step', paused, 's', 'skip'],
    ['before a step', paused, 'S', 'skip step'],
    ['while it runs', running, ' ', 'pause'],
    ['while it runs', running, enter, 'next'],
    ['after a failure', failed, 'r', 'retry'],
    ['after a failure', failed, 's', 'skip'],
    ['at a step done by hand', byHand, 'd', 'done'],
    ['at a step done by hand', byHand, 'f', 'failed'],
    ['at a step done by hand', byHand, 'b', 'browse http://localhost:8080/'],
    ['while it runs', running, '\u0003', 'interrupt'],
  ])('%s: %#', async (_, events, key, command) => {
    const { asked, type } = await at(events);
    await type(key);
    expect(asked).toEqual([command]);
  });

  it('say why when the run does not take them', async () => {
    const { type, frame } = await at(running, { answer: () => ({ refused: 'the run is at work' }) });
    await type('r');
    expect(frame()).toContain('Not now: the run is at work.');
    await type('i');
    expect(frame()).not.toContain('Not now');
  });

  it('stop at once when quitting is asked for twice', async () => {
    const { asked, type, frame } = await at(running);
    await type('q');
    expect(frame()).toContain('Stop the run and clean up? q again: yes. Any other key: no.');
    await type('q');
    expect(frame()).toContain('■ Stopping: cleanup runs; q once more stops at once');
    await type('q');
    expect(asked).toEqual(['quit', 'stop']);
  });

  it('ask before the run is stopped, and any other key goes on and does nothing else', async () => {
    const { asked, type, frame } = await at(paused);
    await type('q', enter);
    expect(asked).toEqual([]);
    expect(frame()).not.toContain('Stop the run');
    await type('q', 'q');
    expect(asked).toEqual(['quit']);
  });

  it('name those that do something at a pause', async () => {
    const { type, frame } = await at(paused, { answer: () => ({ refused: 'no' }) });
    await type('d');
    expect(frame()).toContain('Not here: enter next step, n one command, a run all, s skip');
  });

  it('do nothing after Ctrl-Z at work until enter, which then runs nothing', async () => {
    const { asked, type, frame } = await at(running);
    await type('\u001a');
    expect(frame()).toContain('Only a paused run is suspended: space pauses.');
    await type('f', 'g', enter);
    expect(asked).toEqual([]);
    await type(enter);
    expect(asked).toEqual(['next']);
  });

  it('suspend a run that is paused', async () => {
    const { asked, type } = await at(paused);
    await type('\u001a');
    await vi.waitFor(() => expect(asked).toEqual(['hold', 'suspend', 'release']), 60_000);
  });

  it('say that the run will pause only until it does', async () => {
    const { type, play, frame } = await at(running);
    await type(' ');
    expect(frame()).toContain('Pausing before the next command.');
    await play(recorded('tour', pauses('step')).slice(-1));
    expect(frame()).not.toContain('Pausing before');
  });

  it.each([
    ['a paste', '\u001b[200~kubectl get pods -a\nq\u001b[201~'],
    ['characters that come at once', 'https://example.com/data\r'],
    ['words', 'qq and enter'],
  ])('are not what comes in one piece: %s', async (_, text) => {
    const { asked, type, frame } = await at(paused);
    await type(text);
    expect(asked).toEqual([]);
    expect(frame()).toContain('Pasted text does nothing here; / searches, and takes it.');
  });

  it('held down are pressed several times', async () => {
    const { type, frame } = await at(paused);
    await type('jjjjjjjjj');
    expect(frame()).toContain('cleanup: runs at the end');
  });

  it('make room for what the run has to say', async () => {
    const { play, frame, type } = await at(running);
    const message = 'The shell was started anew: its variables are lost.';
    await play([{ type: 'notice', message, seq: 999, atMs: 1 }]);
    expect(frame()).toContain(message);
    await type('i');
    expect(frame()).not.toContain(message);
  });

  it('that mean nothing do nothing', async () => {
    const { asked, type, frame } = await at(running);
    const before = frame();
    await type('z', '\u001b[20~', '\t', '\u0001');
    expect(asked).toEqual([]);
    expect(frame()).toBe(before);
  });
});

/** Up to the n-th pause before a step. */
function pausesTimes(times: number): (event: RunEvent) => boolean {
  let seen = 0;
  return (event) => event.type === 'run-paused' && event.pause.why === 'step' && ++seen === times;
}

describe('going from step to step', () => {
  const stepped = recorded('tour', pausesTimes(2));

  it('keeps the step that ran in sight with its output; enter turns the page, once more runs the next', async () => {
    const { asked, type, frame } = await at(stepped);
    expect(frame()).toContain('1 of 5 steps are behind you: enter turns to the next one');
    expect(frame()).toContain('✓ Colours and returns');
    await type(enter);
    expect(asked).toEqual([]);
    expect(frame()).toContain('Paused before step 2 of 5: enter runs it');
    await type(enter);
    expect(asked).toEqual(['next']);
  });

  it('does nothing to a step that is not in sight yet: `s` turns the page first', async () => {
    const { asked, type } = await at(stepped);
    await type('s');
    expect(asked).toEqual([]);
    await type('s');
    expect(asked).toEqual(['skip']);
  });

  it.each([
    ['runs a step again', ['R'], { type: 'back', step: 'colours-and-returns', only: true }],
    ['runs all from a step on again', ['B'], { type: 'back', step: 'colours-and-returns' }],
    ['runs one command', [enter, 'n'], { type: 'next', what: 'statement' }],
    ['runs up to the step that is looked at', [enter, down, down, 't'], { type: 'next', until: 'it-fails' }],
  ])('%s', async (_, pressed, command) => {
    const { sent, type } = await at(stepped);
    await type(...pressed);
    expect(sent).toEqual([command]);
  });

  it('says why a step that has run is none to run up to', async () => {
    const { sent, type, frame } = await at(stepped);
    await type('t');
    expect(sent).toEqual([]);
    expect(frame()).toContain('Look at a later step of this page first');
  });

  it('shows the command that runs next, whatever text stands above it', async () => {
    const { frame } = await at(paused);
    expect(frame()).toMatch(/^ → printf/m);
  });

  it('has the room of the outline for the step, and gives it back', async () => {
    const { type, frame } = await at(paused);
    await type('L');
    expect(frame()).not.toContain('It takes a few tries');
    await type('L');
    expect(frame()).toContain('It takes a few tries');
  });

  it('stays at the end until enter', async () => {
    const shownAtEnd = await at(
      over.filter((event) => !(event.type === 'run-resumed' && event.by === 'resume')),
    );
    let left = false;
    void shownAtEnd.session.left.then(() => {
      left = true;
    });
    shownAtEnd.session.end();
    await shownAtEnd.type('g');
    expect(left).toBe(false);
    await shownAtEnd.type(enter);
    expect(left).toBe(true);
  });

  it('scrolls through a whole output, to its beginning and its end', async () => {
    const { type, frame } = await at(stepped);
    await type('g');
    expect(frame()).toContain('What a run looks like, step by step.');
    await type('G');
    expect(frame()).not.toContain('What a run looks like, step by step.');
  });
});

describe('looking', () => {
  it('at another step goes on while the run does, and ends with esc', async () => {
    const { type, frame, play, asked } = await at(running);
    await type(down, down);
    expect(frame()).toContain('by hand: do this yourself');
    expect(frame()).toContain('esc back to the run');
    await play(recorded('tour', (event) => event.type === 'attempt-finished').slice(running.length));
    expect(frame()).toContain('by hand: do this yourself');
    await type(esc);
    await shown.play([]);
    expect(frame()).toContain('Output keeps its colours');
    expect(asked).toEqual([]);
  });

  it('stops at the first and at the last step', async () => {
    const { type, frame } = await at(paused);
    await type(up, up);
    expect(frame()).toContain('A tour of the terminal');
    await type(...Array<string>(9).fill(down));
    expect(frame()).toContain('cleanup: runs at the end');
  });

  it('scrolls, and turns from command to command', async () => {
    const { type, frame, asked } = await at(paused);
    expect(frame()).not.toContain('progress bar its last state');
    await type(pageDown);
    expect(frame()).toContain('progress bar its last state');
    await type('c', left, esc);
    await shown.play([]);
    expect(frame()).toContain('Nothing of this is real.');
    expect(asked).toEqual([]);
  });

  it('opens what is folded', async () => {
    const { type, frame } = await at(running);
    expect(frame()).not.toContain('Prints in colours');
    await type('i');
    expect(frame()).toContain('▾ About this step');
    expect(frame()).toContain('What. Prints in colours');
  });

  it('shows all keys, and leaves them with any', async () => {
    const { type, frame } = await at(paused);
    await type('?');
    expect(frame()).toContain('enter   Run the step, which stays with its output;');
    await type(pageDown);
    expect(frame()).toContain('Say that it did not work.');
    await type('x');
    expect(frame()).not.toContain('Say that it did not work.');
  });
});

describe('search', () => {
  it('finds steps, commands and output, and goes there', async () => {
    const { type, frame, asked } = await at(failed);
    await type('/', ...'attempt 2'.split(''));
    expect(frame()).toContain('/ attempt 2▏  0 places');
    await type('\u007f', '3');
    expect(frame()).toMatch(/❯ output +attempt 3 {2}It takes a few tries/);
    await type(enter);
    expect(frame()).toMatch(/✓ │ echo "attempt/);
    expect(asked).toEqual([]);
  });

  it('takes letters that are keys elsewhere as letters', async () => {
    const { type, frame, asked } = await at(failed);
    await type('/', 'q', 's', down, up, esc);
    await shown.play([]);
    expect(asked).toEqual([]);
    expect(frame()).toContain('✗ Failed');
  });
});

describe('other programs', () => {
  it('have the terminal, and Ctrl-C, for as long as they run', async () => {
    const { type, asked } = await at(failed);
    await type('o');
    await expect.poll(() => asked).toContain('release');
    expect(asked[0]).toBe('hold');
    expect(asked[1]).toMatch(/^page the number is 41\n/);
    expect(asked[2]).toBe('release');
    await type('!');
    await expect.poll(() => asked.slice(3)).toEqual(['hold', 'shell', 'release']);
  });

  it('say what went wrong with them', async () => {
    const { type, frame } = await at(failed, { lent: () => '`less` could not be started' });
    await type('o');
    await expect.poll(frame).toContain('`less` could not be started');
  });

  it('are not started for a command that printed nothing', async () => {
    const { type, frame, asked } = await at(paused);
    await type('o');
    expect(asked).toEqual([]);
    expect(frame()).toContain('This command has printed nothing.');
  });
});

describe('editing', () => {
  const path = new URL('../../fixtures/tui/tour.md', import.meta.url).pathname;
  const changed = { ...loadRunbook({ file: 'tui/tour.md', path }).runbook };
  const other = { ...changed, source: { ...changed.source, text: `${changed.source.text}\nMore.\n` } };

  it('opens the file at the command, and hands the new text to the run', async () => {
    const { type, asked } = await at(failed, { reread: () => ({ runbook: other }) });
    await type('e');
    await expect.poll(() => asked).toEqual(['hold', 'edit /docs/tui/tour.md:78', 'release', 'reload']);
  });

  it('hands nothing over when nothing was changed', async () => {
    const { type, asked } = await at(failed);
    await type('e');
    await expect.poll(() => asked).toEqual(['hold', 'edit /docs/tui/tour.md:78', 'release']);
  });

  it('says what is wrong with the new text, and the run stays where it is', async () => {
    const { type, asked, frame } = await at(failed, {
      reread: () => ({ problem: 'tour.md:3:1  error' }),
    });
    await type('e');
    await expect.poll(frame).toContain('tour.md:3:1  error');
    expect(asked).not.toContain('reload');
  });

  it('while the run is at work takes over as soon as it pauses', async () => {
    const { type, asked, play } = await at(running, { reread: () => ({ runbook: other }) });
    await type('e');
    await expect.poll(() => asked.at(-1)).toBe('pause');
    await play(failed.slice(running.length));
    expect(asked.at(-1)).toBe('reload');
  });
});

describe('the end', () => {
  it('leaves by itself when nobody is looking at anything', async () => {
    const { session } = await at(over);
    session.end();
    await session.left;
  });

  it('waits for nobody once the run was interrupted: the terminal may have gone', async () => {
    const interruption = new AbortController();
    const { session, type } = await at(over, { interrupted: interruption.signal });
    await type(up);
    session.end();
    interruption.abort();
    await session.left;
  });

  it('waits for somebody who is looking at something', async () => {
    const { session, type } = await at(over);
    let hasLeft = false;
    void session.left.then(() => {
      hasLeft = true;
    });
    await type(up);
    session.end();
    await shown.play([]);
    expect(hasLeft).toBe(false);
    expect(shown.frame()).toContain('The run is over: failed. q leaves');
    await type('q');
    await session.left;
  });
});
