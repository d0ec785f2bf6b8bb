import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { textOf } from '../../../src/engine/model/statements.ts';
import type { Runbook, RunEvent, Statement } from '../../../src/index.ts';
import { bin } from '../../helpers/build.ts';
import { copyLabs } from '../copy-labs.ts';
import { afterGround, groundOf } from './ground.ts';
import type { Mutation } from './table.ts';

/** The first failure of a run, as its event stream tells it. */
export type FirstFailure = {
  readonly code: number;
  readonly file: string;
  readonly statement: string;
  readonly printed: string;
  /** Directives that were unmet at the last try. */
  readonly unmet: readonly string[];
};

type Package = typeof import('../../../src/index.ts');

/** The built package, as a program uses it: a process for each of dozens of runs is most of what they cost. */
const { exitCodeOf, initialState, reduce, runbook } = (await import(
  pathToFileURL(join(bin, '../index.mjs')).href
)) as Package;

/** Copies the labs, changes the one line, and runs the copy on the sandbox. */
export async function runMutation(mutation: Mutation, port: number): Promise<FirstFailure> {
  const folder = await mkdtemp(join(tmpdir(), 'runbook-mutation-'));
  const [first = '', last = first] = mutation.run;
  try {
    await copyLabs(folder, port, (text, file) => {
      const page = file.replace(/\.md$/, '');
      if (page === 'lab0' && first !== 'lab0' && mutation.file !== 'lab0') return groundOf(text);
      const changed = page === mutation.file ? mutate(text, mutation, port) : text;
      const brief = hasten(changed, mutation, port);
      if (page !== last) return brief;
      const alone = withoutCleanup(brief);
      return last === first ? alone : alone.replace('---\n', `---\nrequires: [${first}]\n`);
    });
    return await firstFailure(join(folder, `${last}.md`));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @returns The page with one line changed. What LAB 0 does before that line is laid as the other labs' ground is.
 * @throws when the text does not have the line, so that a table entry can't go stale unnoticed.
 */
function mutate(text: string, mutation: Mutation, port: number): string {
  const { after, from, to } = onPort(mutation, port);
  const start = after === undefined ? 0 : text.indexOf(after);
  const at = start < 0 ? -1 : text.indexOf(from, start);
  if (at < 0) throw new Error(`nothing to change: ${after ?? ''} … ${from}`);
  const head = mutation.file === 'lab0' ? afterGround(text, at) : text.slice(0, at);
  return head + to + text.slice(at + from.length);
}

/** Texts of a mutation, as they stand in labs that forward this port. */
function onPort(mutation: Mutation, port: number): Mutation {
  const text = JSON.stringify(mutation).replaceAll(/8080:(808\d)/g, `${port}:$1`);
  return JSON.parse(text.replaceAll('localhost:8080', `localhost:${port}`));
}

/** What is waited for in vain is waited for briefly, from the block on that has to fail. */
function hasten(text: string, mutation: Mutation, port: number): string {
  const at = text.indexOf(onPort(mutation, port).failsAt);
  if (at < 0) return text;
  const end = text.indexOf('\n```', at);
  return text.slice(0, at) + brief(text.slice(at, end), 1) + brief(text.slice(end), 4);
}

function brief(text: string, seconds: number): string {
  return text
    .replaceAll(/within (?:\d{2,}s|\d+m)\b/g, `within ${seconds}s`)
    .replaceAll(/--timeout=\d{2,}s/g, `--timeout=${seconds}s`);
}

/** Nothing comes after the failure that is looked for, and the sandbox ends with its run. */
const withoutCleanup = (text: string): string => text.replaceAll(/^```bash\b.* cleanup\b[\s\S]*?^```$/gm, '');

/** Runs a page on a sandbox of its own. @returns What failed first, and how. */
async function firstFailure(file: string): Promise<FirstFailure> {
  let state = initialState;
  let page: Runbook | undefined;
  let last: Extract<RunEvent, { type: 'attempt-finished' }> | undefined;
  let first: Omit<FirstFailure, 'code'> | undefined;
  for await (const event of runbook(file, { target: 'sandbox', latency: 0 })) {
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
