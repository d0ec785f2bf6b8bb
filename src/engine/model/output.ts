/**
 * What one stream printed. Memory stays bounded: of a long output the head and the tail are kept and the middle
 * is counted. `text` is `head`, a line that says how much was left out, and the tail.
 */
export type StreamOutput = { readonly text: string; readonly bytes: number; readonly truncated: boolean };

/** One execution of a statement, or of all statements of a segment read as one. */
export type Output = {
  readonly stdout: StreamOutput;
  readonly stderr: StreamOutput;
  /** Exit code of the statement as bash reports it; null when it never reported one. */
  readonly exitCode: number | null;
  /** Exit codes of each member of the last pipeline, as in PIPESTATUS; empty for a manifest. */
  readonly pipeStatus: readonly number[];
  readonly durationMs: number;
  /** Commands inside of it that failed although it went on, in the order in which they did; absent when there are none. */
  readonly failed?: readonly FailedCommand[];
  /** Why it ended early, if it did. */
  readonly ended: 'normally' | 'timeout' | 'interrupt' | 'shell-exit' | 'shell-lost';
  /** Only of a background statement that had to become ready: whether it did, and what showed it. */
  readonly readiness?: { readonly ready: boolean; readonly reason: string };
  /** Applied objects and what the API server said of each; only of a manifest. */
  readonly applied?: readonly AppliedObject[];
};

/** A command of a statement that ended with another status than 0, by the rules of bash's ERR trap. */
export type FailedCommand = {
  readonly status: number;
  /** As it is written, on one line. */
  readonly command: string;
  /** Of the document; of `within` when that is a file. */
  readonly line: number;
  /** Where it stands in a pipe: `first part of a pipe into \`wc -l\``. */
  readonly part?: string;
  /** The function or the file that it stands in: `function check`, `file ./setup.sh`. */
  readonly within?: string;
};

/** `conditions` are those of the object's status when it was last read, by type. */
export type AppliedObject = {
  readonly resource: string;
  readonly name: string;
  readonly namespace?: string;
  readonly result: 'created' | 'configured' | 'unchanged' | 'deleted' | 'conflict' | 'failed';
  readonly message?: string;
  readonly conditions: Readonly<Record<string, AppliedCondition>>;
  /** Fields that another manager had set and that the manifest set anew. */
  readonly taken?: readonly TakenField[];
};

/** Whether the server didn't take an object. */
export function isRefused({ result }: AppliedObject): boolean {
  return result === 'failed' || result === 'conflict';
}

/** A field as the API server names it, `.spec.replicas`, and the manager that it was taken from. */
export type TakenField = { readonly field: string; readonly manager: string };

/** `True`, `False` or `Unknown`, and why. */
export type AppliedCondition = {
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
};

/** Of a statement, step, runbook or run. failed: an expectation or command failed; errored: it couldn't be judged. */
export type Outcome = 'passed' | 'failed' | 'errored' | 'skipped' | 'cancelled';
