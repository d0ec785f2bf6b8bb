import { expect, test } from 'vitest';
import { failuresOf, failureText, type JsonReport, nameOf, settle } from '../../../.ci/failures.ts';

const of = (name: string, tests: Readonly<Record<string, string>>, message = ''): JsonReport => ({
  numPassedTests: Object.values(tests).filter((status) => status === 'passed').length,
  testResults: [
    {
      name: `/repo/${name}`,
      status: message !== '' || Object.values(tests).includes('failed') ? 'failed' : 'passed',
      message,
      assertionResults: Object.entries(tests).map(([fullName, status]) => ({
        fullName,
        status,
        failureMessages:
          status === 'failed'
            ? [
                `\u001b[31m${fullName} is wrong\u001b[39m\n    at /repo/a.test.ts:7:1\n    at /repo/node_modules/vitest/b.js:1:2`,
              ]
            : [],
      })),
    },
  ],
});

const names = (report: JsonReport) => failuresOf(report, '/repo').map(nameOf);

test('failures are tests that failed, and files that failed before they had any', () => {
  expect(names(of('a.test.ts', { one: 'passed', two: 'failed' }))).toEqual(['a.test.ts > two']);
  expect(names(of('a.test.ts', {}, 'no such module'))).toEqual(['a.test.ts']);
  expect(names(of('a.test.ts', { one: 'passed' }))).toEqual([]);
});

test('a failure is told in a few lines without colours', () => {
  const [failure] = failuresOf(of('a.test.ts', { two: 'failed' }), '/repo');
  if (!failure) throw new Error('there is none');
  expect(failureText(failure)).toBe(
    '  failed  a.test.ts > two\n    | two is wrong\n    |     at /repo/a.test.ts:7:1',
  );
  const long = { ...failure, message: 'line\n'.repeat(40) };
  expect(failureText(long).split('\n')).toHaveLength(14);
});

test('what fails twice has failed, and what fails once is flaky', () => {
  const first = failuresOf(of('a.test.ts', { one: 'passed', two: 'failed', three: 'failed' }), '/repo');
  const again = failuresOf(of('a.test.ts', { one: 'failed', two: 'failed', three: 'passed' }), '/repo');
  const { failed, flaky } = settle(first, again);
  expect(failed.map(nameOf)).toEqual(['a.test.ts > two']);
  expect(flaky.map(nameOf)).toEqual(['a.test.ts > three', 'a.test.ts > one']);
});

test('a file that fails as a whole the second time has passed nothing', () => {
  const first = failuresOf(of('a.test.ts', { one: 'failed' }), '/repo');
  const { failed, flaky } = settle(first, failuresOf(of('a.test.ts', {}, 'no such module'), '/repo'));
  expect(failed.map(nameOf)).toEqual(['a.test.ts > one']);
  expect(flaky).toEqual([]);
});
