import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** What vitest's JSON reporter writes, as far as it is read here. @see vitest.dev/guide/reporters#json-reporter */
export type JsonReport = {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    /** The absolute path of the file. */
    readonly name: string;
    readonly status: string;
    /** Why the file as a whole failed. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
};

/** A test that failed, or a file that failed as a whole, which has no title. */
export type Failure = { readonly file: string; readonly title: string; readonly message: string };

/** The failures of a run, in the order of its report; paths are relative to `root`. */
export function failuresOf(report: JsonReport, root: string): readonly Failure[] {
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => ({ file, title: test.fullName, message: (test.failureMessages ?? []).join('\n') }));
    return failed.length === 0 && status === 'failed' ? [{ file, title: '', message }] : failed;
  });
}

/** Failures of a run by what they did when their files ran once more. */
export type Settled = { readonly failed: readonly Failure[]; readonly flaky: readonly Failure[] };

/**
 * What failed twice has failed; what failed in one of two runs is flaky. Where a file failed as a whole, none of its
 * tests passed: that is a failure of each of them.
 */
export function settle(first: readonly Failure[], again: readonly Failure[]): Settled {
  const has = (failures: readonly Failure[], failure: Failure): boolean =>
    failures.some(
      ({ file, title }) =>
        file === failure.file && (title === failure.title || [title, failure.title].includes('')),
    );
  return {
    failed: first.filter((failure) => has(again, failure)),
    flaky: [
      ...first.filter((failure) => !has(again, failure)),
      ...again.filter((failure) => !has(first, failure)),
    ],
  };
}

/** Lines of a message that are worth a place where a log may be cut. */
const mostLines = 12;

export function nameOf({ file, title }: Failure): string {
  return title === '' ? file : `${file} > ${title}`;
}

/** A failure in a few lines, without colours, and without the places in vitest that it came through. */
export function failureText(failure: Failure): string {
  const lines = stripVTControlCharacters(failure.message)
    .trim()
    .split('\n')
    .filter((line) => !/^ +at .*\/node_modules\//.test(line));
  const shown = lines.length > mostLines ? [...lines.slice(0, mostLines), '…'] : lines;
  return [`  failed  ${nameOf(failure)}`, ...shown.map((line) => `    | ${line}`.trimEnd())].join('\n');
}
