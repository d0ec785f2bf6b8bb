import { writeApplied } from '../expectations/applied-report.ts';
import type { AppliedObject, Output, StreamOutput } from '../model/output.ts';
import { type KubeClient, openClient } from './client.ts';

/** Which cluster is asked, and for how long. */
export type ClusterRequest = {
  readonly kubeconfig: string;
  readonly context: string;
  readonly namespace?: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
};

/** What is said of what was done; it has failed when there is any error. */
type Said = {
  readonly text: string;
  readonly errors: readonly string[];
  readonly applied?: readonly AppliedObject[];
};

/** What became of an object; `line` is where it stands in the Markdown file. */
export type Attempted = { readonly line: number; readonly applied: AppliedObject };

/** Does something on a cluster, within its time, and makes an output of what is said of it. Never rejects. */
export async function onCluster(
  request: ClusterRequest,
  work: (client: KubeClient, signal: AbortSignal) => Promise<Said>,
): Promise<Output> {
  const startedAt = performance.now();
  const limit = AbortSignal.timeout(request.timeoutMs);
  const signal = AbortSignal.any([request.signal, limit]);
  try {
    const client = openClient(request.kubeconfig, request.context);
    if (client === undefined) throw new Error(noSuchContext(request.context));
    if (request.namespace === '') throw new Error(noNamespace);
    return outputOf(await work(client, signal), startedAt);
  } catch (error) {
    const errors = [error instanceof Error ? error.message : String(error)];
    const output = outputOf({ text: '', errors }, startedAt);
    if (limit.aborted) return { ...output, ended: 'timeout' };
    return signal.aborted ? { ...output, ended: 'interrupt' } : output;
  }
}

const noNamespace = 'no namespace is named: write `namespace=$NAME` with a variable that is set';

function noSuchContext(context: string): string {
  if (context === '') return 'no cluster is named: write `cluster=$NAME` with a variable that is set';
  return `\`${context}\` is not one of this runbook's clusters; name it under \`clusters\` in the front matter`;
}

/** What is said of objects that were applied or deleted. */
export function attemptedText(attempted: readonly Attempted[]): Said {
  const applied = attempted.map((item) => item.applied);
  const good = applied.filter(({ result }) => result !== 'failed');
  const refused = attempted.filter((item) => item.applied.result === 'failed');
  const errors = refused.map(
    ({ line, applied: { resource, name, message } }) => `line ${line}: ${resource}/${name}: ${message}`,
  );
  return { text: linesText(writeApplied(good)), errors, applied };
}

function outputOf({ text, errors, applied }: Said, startedAt: number): Output {
  return {
    stdout: stream(text),
    stderr: stream(linesText(errors)),
    exitCode: errors.length > 0 ? 1 : 0,
    pipeStatus: [],
    durationMs: performance.now() - startedAt,
    ended: 'normally',
    ...(applied === undefined ? {} : { applied }),
  };
}

function linesText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

function stream(text: string): StreamOutput {
  return { text, bytes: Buffer.byteLength(text), truncated: false };
}
