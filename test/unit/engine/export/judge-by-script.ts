import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { judgeExpectation } from '../../../../src/engine/expectations/judge-expectation.ts';
import type { Exit } from '../../../../src/engine/expectations/kind.ts';
import { expectationText } from '../../../../src/engine/export/bash/expectation.ts';
import { runtime } from '../../../../src/engine/export/bash/runtime.ts';
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
  return judgement.met ? 'met' : 'unmet';
}

/** Judges all of them in one bash, by the functions that a script has. */
export async function judgeByScript(cases: readonly Judged[]): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'runbook-test-'));
  try {
    await Promise.all(cases.map(({ output }, index) => writeFile(join(folder, `${index}`), output)));
    const lines = cases.map((each, index) => judging(each, join(folder, `${index}`)));
    await writeFile(join(folder, 'script'), [runtime, 'rb_before=/dev/null', ...lines, 'rb_done'].join('\n'));
    const { stdout } = await execa(shell, [join(folder, 'script')]);
    return [...stdout.matchAll(/^judged (\w+)$/gm)].map(([, verdict = '']) => verdict);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function judging({ expectation, exit, variables }: Judged, output: string): string {
  const names = Object.entries(variables);
  return [
    ...names.map(([name, value]) => `${name}=${quote(value)}`),
    `rb_out=${output} rb_status=${exit.exitCode} rb_hits=0 rb_unmet=''`,
    expectationText(expectation),
    'case $rb_hits/$rb_unmet in 1/) rb_say "judged met" ;; 0/?*) rb_say "judged unmet" ;; esac',
    ...names.map(([name]) => `unset ${name}`),
  ].join('\n');
}
