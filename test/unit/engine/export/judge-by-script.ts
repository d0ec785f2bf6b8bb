import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect } from 'vitest';
import { judgeExpectation } from '../../../../src/engine/expectations/judge-expectation.ts';
import type { Exit } from '../../../../src/engine/expectations/kind.ts';
import { expectationText } from '../../../../src/engine/export/bash/expectation.ts';
import { runtimeFor } from '../../../../src/engine/export/bash/runtime/runtime.ts';
import type { Expectation } from '../../../../src/engine/model/runbook.ts';
import { quote } from '../../../../src/engine/shell/quote.ts';
import { shell } from './run-script.ts';

/** An expectation and what it is judged by. */
export type Judged = {
  readonly expectation: Expectation;
  readonly output: string;
  readonly exit: Exit;
  readonly variables: Readonly<Record<string, string>>;
};

export function judgeByEngine({ expectation, output, exit, variables }: Judged): string {
  const judgement = judgeExpectation(expectation, { text: output, exits: [exit], variables });
  return judgement.met ? 'met' : judgement.errored ? 'errored' : 'unmet';
}

/** Judges all of them in one bash, by the functions that a script has. */
export async function judgeByScript(cases: readonly Judged[]): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
  try {
    const outputs = cases.map(({ output }, index) => writeFile(join(folder, `${index}.stdout`), output));
    const nothing = cases.map((_, index) => writeFile(join(folder, `${index}.stderr`), ''));
    await Promise.all([...outputs, ...nothing]);
    const lines = cases.map(judging);
    const none = 'rb_good=0 rb_bad=0 rb_errors=0';
    const begin = `rb_dir=${folder} rb_opened='' rb_kept='' rb_exits='' ${none}`;
    const say = `say() { echo "$rb_good $rb_bad $rb_errors"; ${none}; rm -rf "$rb_dir/seen"; }`;
    await writeFile(join(folder, 'script'), [begin, say, runtimeFor(lines.join('\n')), ...lines].join('\n'));
    const { stdout, stderr } = await execa(shell, [join(folder, 'script')]);
    expect(stderr).toBe('');
    return stdout.split('\n').map((line) => said[line] ?? line);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const said: Readonly<Record<string, string>> = { '1 0 0': 'met', '0 1 0': 'unmet', '0 1 1': 'errored' };

function judging({ expectation, exit, variables }: Judged, index: number): string {
  const names = Object.entries(variables);
  const set = names.map(([name, value]) => `${name}=${quote(value)}`).join(' ');
  const state = `rb_n=${index} rb_status=${exit.exitCode} rb_pipes='${exit.pipeStatus.join(' ')}'`;
  const unset = names.map(([name]) => name).join(' ');
  return [set, state, expectationText(expectation), 'say', unset && `unset ${unset}`].join('\n');
}
