import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver/node';
import type { RunEvent } from '../engine/model/event.ts';
import { reduce } from '../engine/run/reduce.ts';
import { initialState, type RunState } from '../engine/run/state.ts';
import { rangeOf } from './ranges.ts';

/** What a run that an editor asked for came to: what failed of the page, where it stands, and all that it said. */
type RunResult = {
  readonly passed: boolean;
  readonly failed: readonly Diagnostic[];
  readonly said: string;
};

/** A run at work. `stop` interrupts it; its cleanup runs. */
type Running = { readonly result: Promise<RunResult>; readonly stop: () => void };

type Words = { readonly command: readonly string[]; readonly cwd: string };

/** Runs a command of ours in a process of its own; `onStep` is told which step begins. */
export function runRequest({ command, cwd }: Words, onStep: (step: string) => void): Running {
  const [program = '', ...words] = command;
  const child = spawn(program, [...words, '--reporter', 'ndjson'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let state: RunState = initialState;
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = eventOf(line);
    if (event === undefined) return;
    state = reduce(state, event);
    if (event.type === 'step-started') onStep(event.step);
  });
  const result = new Promise<RunResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ passed: code === 0, failed: failuresOf(state), said }));
  });
  return { result, stop: () => void child.kill('SIGINT') };
}

function eventOf(line: string): RunEvent | undefined {
  try {
    return JSON.parse(line) as RunEvent;
  } catch {
    return undefined;
  }
}

/** Checks that were not met, and commands that failed, at their places in the page. */
function failuresOf(state: RunState): readonly Diagnostic[] {
  const runbook = Object.values(state.runbooks).findLast(({ reason }) => reason === 'asked');
  if (runbook === undefined) return [];
  return [...runbook.index].flatMap(([, { at, statement }]) => {
    const { failure, verdicts = [] } = runbook.statements[at] ?? {};
    if (failure === undefined) return [];
    if (failure.kind !== 'expectations') return [failed(statement.span, failure.message)];
    return verdicts.flatMap(({ expectation, judgement }) =>
      judgement.met
        ? []
        : [failed(expectation.span, `expected ${judgement.expected}\nactual ${judgement.actual}`)],
    );
  });
}

function failed(span: Parameters<typeof rangeOf>[0], message: string): Diagnostic {
  return { source: 'runbook run', severity: DiagnosticSeverity.Error, message, range: rangeOf(span) };
}
