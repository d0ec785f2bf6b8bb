import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '../../../src/engine/model/event.ts';
import type { Runbook, Statement } from '../../../src/engine/model/runbook.ts';
import { textOf } from '../../../src/engine/model/statements.ts';
import { copyLabs } from '../copy-labs.ts';
import { groundOf } from './ground.ts';
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

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** Copies the labs, changes the one line, and runs the copy on the sandbox with the built command. */
export async function runMutation(mutation: Mutation, port: number): Promise<FirstFailure> {
  const folder = await mkdtemp(join(tmpdir(), 'runbook-mutation-'));
  try {
    // A lab that needs LAB 0 and has its own line changed gets what LAB 0 leaves, in less time.
    const laid = mutation.file !== 'lab0' && !mutation.run.includes('lab0');
    await copyLabs(folder, port, (text, file) => {
      if (laid && file === 'lab0.md') return groundOf(text);
      return hasten(file === `${mutation.file}.md` ? mutate(text, mutation, port) : text, mutation, port);
    });
    const files = mutation.run.map((name) => join(folder, `${name}.md`));
    return firstFailure(await exec(files, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @throws when the text does not have the line, so that a table entry can't go stale unnoticed */
function mutate(text: string, mutation: Mutation, port: number): string {
  const { after, from, to } = onPort(mutation, port);
  const start = after === undefined ? 0 : text.indexOf(after);
  const at = start < 0 ? -1 : text.indexOf(from, start);
  if (at < 0) throw new Error(`nothing to change: ${after ?? ''} … ${from}`);
  return text.slice(0, at) + to + text.slice(at + from.length);
}

/** Texts of a mutation, as they stand in labs that forward this port. */
function onPort(mutation: Mutation, port: number): Mutation {
  const text = JSON.stringify(mutation).replaceAll(/8080:(808\d)/g, `${port}:$1`);
  return JSON.parse(text.replaceAll('localhost:8080', `localhost:${port}`));
}

/** What is waited for in vain is waited for briefly: in the block that has to fail, and in the cleanup after it. */
function hasten(text: string, mutation: Mutation, port: number): string {
  const at = text.indexOf(onPort(mutation, port).failsAt);
  if (at < 0) return text;
  const end = text.indexOf('\n```', at);
  return text.slice(0, at) + brief(text.slice(at, end), 2) + brief(text.slice(end), 4);
}

function brief(text: string, seconds: number): string {
  return text
    .replaceAll(/within (?:\d{2,}s|\d+m)\b/g, `within ${seconds}s`)
    .replaceAll(/--timeout=\d{2,}s/g, `--timeout=${seconds}s`);
}

function exec(files: readonly string[], folder: string): Promise<{ code: number; stdout: string }> {
  const argv = [
    join(repository, 'dist/runbook.mjs'),
    'exec',
    ...files,
    '--reporter',
    'ndjson',
    '--target',
    'sandbox',
  ];
  const env = { ...process.env, KUBECONFIG: join(folder, 'no-kubeconfig') };
  return new Promise((resolve) => {
    execFile(process.execPath, argv, { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout });
    });
  });
}

function firstFailure({ code, stdout }: { code: number; stdout: string }): FirstFailure {
  const events = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as RunEvent);
  let runbook: Runbook | undefined;
  let last: Extract<RunEvent, { type: 'attempt-finished' }> | undefined;
  for (const event of events) {
    if (event.type === 'runbook-started') runbook = event.runbook;
    if (event.type === 'attempt-finished') last = event;
    if (event.type !== 'statement-finished' || event.outcome !== 'failed') continue;
    const output = last?.output;
    const applied = (output?.applied ?? []).map(({ message = '' }) => message);
    return {
      code,
      file: runbook?.source.file ?? '',
      statement: sourceOf(runbook, event.statement),
      printed: [output?.stdout.text, output?.stderr.text, ...applied].filter(Boolean).join('\n'),
      unmet: (last?.verdicts ?? [])
        .filter(({ judgement }) => !judgement.met)
        .map(({ expectation }) => expectation.source),
    };
  }
  return { code, file: '', statement: '', printed: stdout.slice(-2000), unmet: [] };
}

function sourceOf(runbook: Runbook | undefined, id: string): string {
  const statements: Statement[] = (runbook?.steps ?? []).flatMap(({ blocks }) =>
    blocks.flatMap(({ segments }) => segments.flatMap((segment) => segment.statements)),
  );
  const statement = statements.find((each) => each.id === id);
  return statement === undefined ? '' : textOf(statement);
}
