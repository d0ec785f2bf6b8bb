import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { textOf } from '../../src/engine/model/statements.ts';
import type { Runbook, RunEvent, Statement } from '../../src/index.ts';
import { bin } from '../helpers/build.ts';
import { patienceMs } from '../helpers/patience.ts';

/** The first failure of a run, as its event stream tells it. */
export type FirstFailure = {
  readonly code: number;
  readonly file: string;
  readonly statement: string;
  readonly printed: string;
  /** Directives that were unmet at the last try. */
  readonly unmet: readonly string[];
};

type Package = typeof import('../../src/index.ts');

/** The built package, as a program uses it: a process for each of dozens of runs is most of what they cost. */
const { exitCodeOf, initialState, reduce, runbook } = (await import(
  pathToFileURL(join(bin, '../index.mjs')).href
)) as Package;

/** Runs a page on a sandbox of its own. @returns What failed first, and how; no statement when all passed. */
export async function firstFailure(file: string): Promise<FirstFailure> {
  let state = initialState;
  let page: Runbook | undefined;
  let last: Extract<RunEvent, { type: 'attempt-finished' }> | undefined;
  let first: Omit<FirstFailure, 'code'> | undefined;
  for await (const event of runbook(file, { target: 'sandbox', latency: 0, timeoutMs: patienceMs })) {
    state = reduce(state, event);
    if (event.type === 'runbook-started') page = event.runbook;
    if (event.type === 'attempt-finished') last = event;
    if (event.type !== 'statement-finished' || event.outcome !== 'failed') continue;
    const output = last?.output;
    const applied = (output?.applied ?? []).map(({ message = '' }) => message);
    first ??= {
      file: page?.source.file ?? '',
      statement: sourceOf(page, event.statement),
      printed: [output?.stdout.text, output?.stderr.text, ...applied].filter(Boolean).join('\n'),
      unmet: (last?.verdicts ?? [])
        .filter(({ judgement }) => !judgement.met)
        .map(({ expectation }) => expectation.source),
    };
  }
  return { code: exitCodeOf(state), ...(first ?? { file: '', statement: '', printed: '', unmet: [] }) };
}

function sourceOf(runbook: Runbook | undefined, id: string): string {
  const statements: Statement[] = (runbook?.steps ?? []).flatMap(({ blocks }) =>
    blocks.flatMap(({ segments }) => segments.flatMap((segment) => segment.statements)),
  );
  const statement = statements.find((each) => each.id === id);
  return statement === undefined ? '' : textOf(statement);
}
