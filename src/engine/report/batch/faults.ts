import { printable } from '../../diagnostics/printable.ts';
import { isBad } from '../../judge/outcome.ts';
import type { RunState } from '../../run/state.ts';
import { stepReports } from '../cases.ts';
import { type Fault, faultLine, faultsOf } from '../fault.ts';

import type { BatchState, FileState } from './state.ts';

/** Everything that is wrong with a run on a line of a file. */
function faultsOfRun({ runbooks }: RunState): readonly Fault[] {
  return Object.values(runbooks)
    .flatMap(stepReports)
    .flatMap(({ cases }) => cases.flatMap(({ failures }) => failures.flatMap(faultsOf)));
}

/** What is wrong with a run, a line each: `labs/lab2.md:12:1 expect: HTTP 200: …`, or what kept it from running. */
function wrongLines(run: RunState): readonly string[] {
  const errors = run.diagnostics.filter(({ severity }) => severity === 'error');
  const skipped = Object.values(run.runbooks).flatMap(({ file, skipped: reason }) =>
    reason === undefined || !isBad(run.outcome ?? 'errored') ? [] : [`${file}: ${printable(reason)}`],
  );
  return [...errors.map(({ message }) => printable(message)), ...faultsOfRun(run).map(faultLine), ...skipped];
}

/** A file with what was wrong in each of its runs, to be told of at the end. */
type Told = { readonly file: FileState; readonly lines: readonly string[] };

/** Files that did not pass, with what is wrong in their last run. */
export function failedFiles({ files }: BatchState): readonly Told[] {
  return Object.values(files)
    .filter(({ finished }) => finished !== undefined && isBad(finished.outcome))
    .map((file) => {
      const last = file.runs.at(-1);
      const { reason } = file.finished ?? {};
      const lines = [
        ...(reason === undefined ? [] : [printable(reason)]),
        ...(last === undefined ? [] : wrongLines(last)),
      ];
      return { file, lines };
    });
}

/** Files that passed in the end, with what was wrong before. */
export function flakyFiles({ files }: BatchState): readonly Told[] {
  return Object.values(files)
    .filter(({ finished }) => finished?.flaky === true)
    .map((file) => ({
      file,
      lines: file.runs
        .slice(0, -1)
        .flatMap((run, index) => wrongLines(run).map((line) => `run ${index + 1}: ${line}`)),
    }));
}
