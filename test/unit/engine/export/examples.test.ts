import { describe, expect, test } from 'vitest';
import { expectationKinds } from '../../../../src/engine/expectations/registry.ts';
import { cannotExpect } from '../../../../src/engine/export/bash/expectation.ts';
import { readExpectation } from '../expectations/read-expectation.ts';
import { judgeByScript } from './judge-by-script.ts';

const succeeded = { exitCode: 0, pipeStatus: [0] };

describe('the examples of every kind of expectation', () => {
  const examples = Object.values(expectationKinds)
    .flatMap((kind) => kind.examples)
    .map((example) => ({ written: 'fence' in example ? example.fence : example.directive, ...example }));

  const judged = examples.filter(({ written }) => cannotExpect(readExpectation(written)) === undefined);

  test('are text, rows, silence and statuses, or what a script cannot judge is said', () => {
    const kinds = new Set(judged.map(({ written }) => readExpectation(written).kind));
    expect(kinds).toEqual(new Set(['text', 'row', 'no-output', 'exit']));
    const refused = examples.map(({ written }) => cannotExpect(readExpectation(written)));
    expect(new Set(refused.filter((why) => why !== undefined && !why.startsWith('judge what `')))).toEqual(
      new Set([
        'check that a status is another one',
        'tell where the word ends that the value of a variable begins or ends',
      ]),
    );
  });

  test('are judged by a script as they say', async () => {
    const cases = judged.map(({ written, output, exit = succeeded, variables = {} }) => ({
      expectation: readExpectation(written),
      output,
      exit,
      variables,
    }));
    const found = await judgeByScript(cases);
    const shown = judged.map(
      ({ written, output }, index) => `${written} ${JSON.stringify(output)}: ${found[index]}`,
    );
    expect(shown).toEqual(
      judged.map(
        ({ written, output, met }) => `${written} ${JSON.stringify(output)}: ${met ? 'met' : 'unmet'}`,
      ),
    );
  });
});
