import type { BatchReporterFactory } from '../../model/reporter.ts';
import { initialState } from '../../run/state.ts';
import { problemSuite, runSuites, type Suite, suitesElement, unstartedSuite } from '../junit.ts';
import { xmlDocument } from '../xml.ts';
import { type BatchState, type FileState, initialBatch, reduceBatch } from './state.ts';

/**
 * One JUnit file of all runs. Of a file that ran more than once the last run counts; what a case came to before is
 * told as Maven's surefire tells it.
 */
export const batchJunit: BatchReporterFactory = (write) => {
  let state = initialBatch;
  return {
    onEvent: (event) => {
      state = reduceBatch(state, event);
    },
    finish: async () => write(xmlDocument(suitesElement(suitesOf(state), state.elapsedMs))),
  };
};

function suitesOf(state: BatchState): readonly Suite[] {
  const planned = state.started?.files ?? [];
  const known = planned.map((file): FileState => state.files[file] ?? { file, runs: [] });
  return [...endSuite(state), ...known.flatMap(fileSuites)];
}

/** Files that were not started look skipped: without this a batch that broke off would look like one that passed. */
function endSuite({ outcome }: BatchState): readonly Suite[] {
  if (outcome !== undefined && outcome !== 'cancelled') return [];
  const message = outcome === undefined ? 'the runs did not come to their end' : 'the runs were interrupted';
  return [problemSuite({ classname: 'runbook', name: 'end', message })];
}

function fileSuites({ file, runs, finished }: FileState): readonly Suite[] {
  const { runs: count = runs.length, reason } = finished ?? {};
  if (count === 0) return [unstartedSuite(file, { title: file, reason: reason ?? 'not reached' })];
  const earlier = runs.slice(0, count - 1);
  const last = runs[count - 1] ?? initialState;
  return runSuites(last, { file, earlier, ...(reason === undefined ? {} : { reason }) });
}
