import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../../src/engine/model/event.ts';
import { parse } from '../../../../src/engine/parse.ts';
import { proposeUpdates } from '../../../../src/engine/update/propose.ts';
import { wouldPass } from '../../../../src/engine/update/would-pass.ts';
import { playRunbooks } from '../../../helpers/play.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runbook-moving-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * What an update makes of the part of a page that begins with its first block, or why it makes nothing of it. Between
 * the first look and the next one `then` happens.
 */
async function updated(lines: readonly string[], then: () => void = () => {}): Promise<string> {
  const { runbook } = parse({ file: 'page.md', path: join(folder, 'page.md'), text: lines.join('\n') });
  const onEvent = ({ type }: RunEvent) => {
    if (type === 'attempt-finished') then();
  };
  const options = { beyondUnmet: true, seeAgainAfterMs: 100, onEvent };
  const { plan, state } = await playRunbooks([runbook], options);
  const [update] = proposeUpdates(plan, state);
  if (!update) throw new Error('nothing was unmet');
  if (update.refusals.length > 0) return update.refusals.map(({ why }) => why).join('\n');
  const changed = update.proposals.map(({ expectation }) => expectation);
  expect(wouldPass(plan, state, changed)).toBe(true);
  return update.after.slice(update.after.indexOf('```bash'));
}

describe('a check that was only too early', () => {
  const becomes = (state: string) => writeFileSync(join(folder, 'state'), `${state}\n`);
  beforeEach(() => becomes('web Pending'));
  const settles = () => becomes('web Running');

  it('keeps its text and waits', async () => {
    const check = '# expect row: web Running — it takes a while';
    const text = await updated(['# P', '```bash', 'cat state', check, '```'], settles);
    expect(text).toContain('# expect row within 30s: web Running — it takes a while\n');
  });

  it('waits for the text that came in the end, if that is another one', async () => {
    const text = await updated(['# P', '```bash', 'cat state', '# expect: web Ready', '```'], settles);
    expect(text).toContain('# expect within 30s: web Running\n');
  });

  it('fills an empty fence with what the command came to, and lets it wait', async () => {
    const text = await updated(['# P', '```bash', 'cat state', '```', '', '```output', '```'], settles);
    expect(text).toContain('```output within=30s\nweb Running\n```');
  });

  it('waits for nothing when the command prints the same from the start', async () => {
    const text = await updated(['# P', '```bash', 'cat state', '# expect: web Ready', '```']);
    expect(text).toContain('# expect: web Pending\n');
  });
});

describe('what is another each time', () => {
  const command = `date +'{"n": 1%N, "kind": "Pod"}'`;

  it('becomes a hole, whatever it looks like', async () => {
    const page = ['# P', '```bash', 'date +"up %N ticks of 7"', '# expect: up 1 ticks of 8', '```'];
    expect(await updated(page)).toContain('# expect: up ... ticks of 7\n');
  });

  it('is left open in JSON', async () => {
    const fence = ['```json output', '{ "n": 1, "kind": "Service" }', '```'];
    const text = await updated(['# P', '```bash', command, '```', '', ...fence]);
    expect(text).toContain('{ "n": "...", "kind": "Pod" }');
  });

  it('is no value to ask for', async () => {
    const page = ['# P', '```bash', command, '# expect json: .n = 1', '```'];
    expect(await updated(page)).toBe('.n is another each time');
  });

  it('cannot be all of a fence', async () => {
    const page = ['# P', '```bash', 'date +%N', '```', '', '```output', '```'];
    expect(await updated(page)).toBe('nothing of it is the same each time');
  });
});

it.each(['echo more >> log; wc -l < log', 'tee -a log <<< more; wc -l < log'])(
  'what changes something is run once: %s',
  async (command) => {
    const text = await updated([
      '# P',
      '```bash',
      command,
      '# expect: 7',
      'wc -l < log',
      '# expect: 8',
      '```',
    ]);
    expect(text).toContain('# expect: 1\nwc -l < log\n# expect: 1\n');
  },
);
