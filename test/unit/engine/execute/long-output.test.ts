import { describe, expect, it } from 'vitest';
import { Capture } from '../../../../src/engine/execute/capture.ts';
import { openShell } from './open-shell.ts';

describe('a long output', () => {
  it('is counted and kept at both ends in bounded memory, and watchers are not flooded', async () => {
    const { run, chunks } = await openShell();
    await run('true');
    const before = process.memoryUsage.rss();
    let peak = 0;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 5);
    const { stdout, exitCode } = await run('echo first; yes 0123456789abcde | head -c 200000000; echo last');
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
    expect(peak - before).toBeLessThan(64_000_000);
    expect(chunks.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(2_000_000);
    expect(chunks.at(-1)?.text).toMatch(/abcde\nlast\n$/);
  });

  it('has its gap between whole characters, wherever it is cut', () => {
    for (let limit = 4; limit < 12; limit++) {
      const capture = new Capture(limit);
      for (const byte of Buffer.from('añ€😀añ€😀añ€😀añ€😀añ€😀')) capture.add(Buffer.from([byte]));
      const { text, bytes, truncated } = capture.output();
      expect({ bytes, truncated }).toEqual({ bytes: 50, truncated: true });
      expect(text).not.toContain('\ufffd');
      expect(text).toMatch(/^añ[\s\S]*\[… \d+ bytes left out …\][\s\S]*😀$/u);
    }
  });

  it('is whole when it just fits', () => {
    const capture = new Capture(4);
    for (const part of ['abc', 'defg', 'h']) capture.add(Buffer.from(part));
    expect(capture.output()).toEqual({ text: 'abcdefgh', bytes: 8, truncated: false });
    capture.add(Buffer.from('ijkl'));
    expect(capture.output().text).toBe('abcd\n[… 4 bytes left out …]\nijkl');
  });
});
