import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCast } from '../../../src/cli/cast.ts';
import { RunbookError } from '../../../src/engine/diagnostics/error.ts';
import { scriptedIo } from '../../helpers/scripted-io.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'runbook-cast-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a recording of the terminal', () => {
  it('is an asciicast: its size first, then what was drawn and when, with the ends of lines of a terminal', async () => {
    const cast = startCast('run.cast', scriptedIo(folder));
    cast.size(80, 24);
    cast.write('one\ntwo');
    cast.size(80, 24);
    cast.size(100, 30);
    cast.write('\u001b[1mthree\u001b[0m\r\n');
    cast.close();
    const lines = (await readFile(join(folder, 'run.cast'), 'utf8')).trimEnd().split('\n');
    const [head, ...events] = lines.map((line): unknown => JSON.parse(line));
    expect(head).toEqual({ version: 2, width: 80, height: 24, timestamp: expect.any(Number) });
    expect(events).toEqual([
      [expect.any(Number), 'o', 'one\r\ntwo'],
      [expect.any(Number), 'r', '100x30'],
      [expect.any(Number), 'o', '\u001b[1mthree\u001b[0m\r\n'],
    ]);
  });

  it('says at once that it cannot be written', () => {
    expect(() => startCast('no/folder/run.cast', scriptedIo(folder))).toThrow(RunbookError);
  });
});
