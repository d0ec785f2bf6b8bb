import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../../src/cli/main.ts';
import { runs } from '../../helpers/budget.ts';
import { scriptedIo } from '../../helpers/scripted-io.ts';

const folder = mkdtempSync(join(tmpdir(), 'strangers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fixtures = join(import.meta.dirname, '../../fixtures');

/** Documents in which everything is wrong that can be, and some in which nothing is. */
const documents = globSync(['diagnostics/**/*.md', 'format/**/*.md', 'run/*.md', 'parse/**/*.md'], {
  cwd: fixtures,
})
  .map((name) => readFileSync(join(fixtures, name), 'utf8'))
  .filter((text) => text.length < 5_000);

/** What steers a terminal, and what hides in a text. */
const hostile = fc.constantFrom(
  '\u001b]0;title\u0007',
  '\u001b]52;c;cHduZWQ=\u0007',
  '\u001b[2J',
  '\u001b[8m',
  '\u009b31m',
  '\u0090q\u009c',
  '\b\b\b',
  '\u007f',
  '\u0000',
  '\f',
  '\v',
  '\r',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u2028',
  '\u{e0041}',
);

const mutated = fc
  .tuple(
    fc.constantFrom(...documents),
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), hostile), { minLength: 1, maxLength: 6 }),
  )
  .map(([text, inserts]) =>
    inserts.reduce((all, [where, what]) => {
      const at = Math.floor(where * all.length);
      return all.slice(0, at) + what + all.slice(at);
    }, text),
  );

const steering =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u2028\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/u;

/** Everything that a command prints on a page, its name included. */
async function printedBy(text: string, name: string, argv: readonly string[]): Promise<string> {
  const path = join(folder, 'runbooks', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const io = scriptedIo(folder);
  try {
    await exitCodeOf(argv, io);
  } finally {
    rmSync(path);
  }
  return io.printed();
}

describe('a page of a stranger', () => {
  const named = 'a\u001b]0;b\u0007\u202e.md';
  const commands: readonly (readonly string[])[] = [
    ['check'],
    ['check', '--format', 'github'],
    ['check', 'page.md', '--skip-plain'],
    ['plan', 'page.md'],
    ['plan', 'runbooks'],
    ['list'],
    ['fmt', '--check', '--arrows', '--fix'],
    ['fmt', '--diff', '--fix'],
    ['export', 'page.md', '--to', 'kubernetes-job'],
    ['explain', `parse/\u001b]0;x\u0007`],
  ];

  it.each(commands)('can put nothing into what `%s %s` prints', async (...argv) => {
    await fc.assert(
      fc.asyncProperty(mutated, fc.constantFrom('page.md', named), async (text, name) => {
        const printed = await printedBy(text, name, argv);
        expect(steering.exec(printed)).toBeNull();
      }),
      { numRuns: runs(10, 2_000) },
    );
  });

  it.each([
    ['check', '\u001b[31mx.md'],
    ['exec', 'no\u001b]0;x\u0007such.md'],
    ['check', '--\u001b]0;x\u0007'],
    ['check', '--format', '\u001b[2J'],
    ['exec', '--timeout', '\u001b[2J', 'x.md'],
    ['\u001b]0;x\u0007'],
    ['explain', '\u202e'],
    ['import', '\u001b[2J.txt'],
  ])('nor a word of the command line: %j', async (...argv) => {
    const io = scriptedIo(folder);
    await exitCodeOf(argv, io);
    expect(io.printed()).not.toBe('');
    expect(steering.exec(io.printed())).toBeNull();
  });
});
