import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { CommandCall } from '../../../../src/sandbox/workloads/commands/command.ts';
import { jq } from '../../../../src/sandbox/workloads/commands/jq/jq.ts';

type Case = { readonly args: readonly string[]; readonly stdout: string; readonly code: number };

/** What jq 1.6 prints. */
const { input, cases } = JSON.parse(
  readFileSync(new URL('../../../fixtures/shell-in-pods/jq.json', import.meta.url), 'utf8'),
) as { readonly input: object; readonly cases: readonly Case[] };

async function run(args: readonly string[], text = JSON.stringify(input)) {
  const printed = { stdout: '', stderr: '' };
  const write = (to: keyof typeof printed) => (chunk: Buffer | string) => {
    printed[to] += chunk;
    return true;
  };
  const io = {
    stdin: Readable.from([Buffer.from(text)]),
    stdout: write('stdout'),
    stderr: write('stderr'),
    tty: false,
    signal: new AbortController().signal,
  };
  const code = await jq({ argv: ['jq', ...args], env: {}, io, host: {} } as unknown as CommandCall);
  return { ...printed, code };
}

test.for(cases)('jq $args prints what the real one prints', async ({ args, stdout, code }) => {
  expect(await run(args)).toMatchObject({ stdout, code });
});

test('several values are read one after the other, until one is none', async () => {
  expect(await run(['-c', '.'], '1 {"a":[2]}"x"\ntrue nope')).toMatchObject({
    stdout: '1\n{"a":[2]}\n"x"\ntrue\n',
    code: 2,
  });
});

test.each([['tostream'], ['input'], ['$__loc__'], ['label $f | 1'], ['getpath(["a"]) | strptime("%Y")']])(
  'what is not simulated of jq (%s) refuses by name',
  async (filter) => {
    const { stderr, code } = await run([filter], '{"a":"x"}');
    expect(stderr).toMatch(/^sandbox: .* of jq is not simulated$/m);
    expect(code).not.toBe(0);
  },
);

test.each([['-1'], ['8'], ['wide']])('an indent of %s is refused by name', async (width) => {
  expect(await run(['--indent', width, '.'], '[1]')).toMatchObject({
    stdout: '',
    stderr: `sandbox: jq --indent ${width} is not simulated\n`,
    code: 2,
  });
});

test.each([['[range(100000000)] | length'], ['def f: f; f'], ['1 | until(false; . + 1)']])(
  'a filter that never ends (%s) holds nobody up',
  async (filter) => {
    expect(await run([filter], '1')).toMatchObject({
      stderr: expect.stringContaining('so many steps are not simulated'),
      code: 5,
    });
  },
);
