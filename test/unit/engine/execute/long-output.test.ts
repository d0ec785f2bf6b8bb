import { tmpdir } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Capture } from '../../../../src/engine/execute/capture.ts';
import { Spool } from '../../../../src/engine/execute/spool.ts';
import { openShell } from './open-shell.ts';

describe('a long output', () => {
  it('is counted and kept at both ends in bounded memory, and watchers are not flooded', async () => {
    const { run, chunks } = await openShell();
    await run('true');
    const size = 200_000_000;
    const before = process.memoryUsage.rss();
    let peak = 0;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 5);
    const { stdout, exitCode } = await run(`echo first; yes 0123456789abcde | head -c ${size}; echo last`);
    clearInterval(timer);
    expect({ ...stdout, text: undefined, exitCode }).toEqual({
      bytes: 200_000_011,
      truncated: true,
      text: undefined,
      exitCode: 0,
    });
    expect(stdout.text).toMatch(
      /^first\n0123456789abcde\n[\s\S]*\[… 197902859 bytes left out …\][\s\S]*abcde\nlast\n$/,
    );
    expect((peak - before) / size).toBeLessThan(0.32);
    expect(chunks.reduce((sum, { text }) => sum + text.length, 0) / size).toBeLessThan(0.01);
    expect(chunks.at(-1)?.text).toMatch(/abcde\nlast\n$/);
  });

  it('of a judged statement can be read as a whole, in pieces of whole lines, until it is given up', async () => {
    const { run, session } = await openShell();
    const script = 'seq 400000; printf "%s" "ñ and no end"; seq 300000 >&2';
    const output = await run(script, { judged: true });
    const whole = session.whole(output.stdout);
    const pieces = [...(whole?.pieces() ?? [])];
    expect(whole?.complete).toBe(true);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.slice(0, -1).every((piece) => piece.endsWith('\n'))).toBe(true);
    const lines = pieces.join('').split('\n');
    expect([lines.length, lines[200_000], lines.at(-1)]).toEqual([400_001, '200001', 'ñ and no end']);
    expect(session.whole(output.stderr)).toBeUndefined();
    session.forget(output);
    expect(session.whole(output.stdout)).toBeUndefined();
  });

  it('of a statement that nobody judges is not kept', async () => {
    const { run, session } = await openShell();
    const { stdout } = await run('seq 400000');
    expect(stdout.truncated).toBe(true);
    expect(session.whole(stdout)).toBeUndefined();
  });

  it('is kept up to a limit, and says so; a line without an end is cut', () => {
    const spool = new Spool(tmpdir(), 5_000_000);
    onTestFinished(() => spool.close());
    spool.add(Buffer.alloc(3_000_000, 'x'));
    expect(spool.complete).toBe(true);
    expect([...spool.pieces()].join('')).toHaveLength(3_000_000);
    expect(Math.max(...[...spool.pieces()].map((piece) => piece.length)) / 3_000_000).toBeLessThan(0.75);
    spool.add(Buffer.alloc(3_000_000, 'y'));
    expect(spool.complete).toBe(false);
    expect([...spool.pieces()].join('')).toHaveLength(5_000_000);
  });

  it('has its gap between whole characters, wherever it is cut', () => {
    for (let limit = 4; limit < 12; limit++) {
      const capture = new Capture({ limit });
      for (const byte of Buffer.from('añ€😀añ€😀añ€😀añ€😀añ€😀')) capture.add(Buffer.from([byte]));
      const { text, bytes, truncated } = capture.output();
      expect({ bytes, truncated }).toEqual({ bytes: 50, truncated: true });
      expect(text).not.toContain('\ufffd');
      expect(text).toMatch(/^añ[\s\S]*\[… \d+ bytes left out …\][\s\S]*😀$/u);
    }
  });

  it('is whole when it just fits', () => {
    const capture = new Capture({ limit: 4 });
    for (const part of ['abc', 'defg', 'h']) capture.add(Buffer.from(part));
    expect(capture.output()).toEqual({ text: 'abcdefgh', bytes: 8, truncated: false });
    capture.add(Buffer.from('ijkl'));
    expect(capture.output().text).toBe('abcd\n[… 4 bytes left out …]\nijkl');
  });
});
