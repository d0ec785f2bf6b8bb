import { judgeExpectation } from '../../../../src/engine/expectations/judge-expectation.ts';
import type { Example } from '../../../../src/engine/expectations/kind.ts';
import type { Expectation } from '../../../../src/engine/model/runbook.ts';

/** Whether an expectation is met by the output of an example: the verdict that the example promises. */
export function isMetBy(expectation: Expectation, { output, exit, variables = {} }: Example): boolean {
  const exits = [exit ?? { exitCode: 0, pipeStatus: [0] }];
  return judgeExpectation(expectation, { text: output, exits, variables }).met;
}
