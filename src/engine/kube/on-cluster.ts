import { writeApplied } from '../expectations/applied-report.ts';
import { type AppliedObject, isRefused, type Output, type StreamOutput } from '../model/output.ts';
import { type Aside, type KubeClient, openClient, SlowError } from './client.ts';

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
  readonly notes?: readonly string[];
  readonly applied?: readonly AppliedObject[];
};

/** What became of an object; `line` is where it stands in the Markdown file. */
export type Attempted = { readonly line: number; readonly applied: AppliedObject };

/**
 * Does something on a cluster, within its time, and makes an output of what is said of it: results on stdout, errors,
 * the server's warnings and repeated requests on stderr. Never rejects.
 */
export async function onCluster(
  request: ClusterRequest,
  work: (client: KubeClient, signal: AbortSignal) => Promise<Said>,
): Promise<Output> {
  const startedAt = performance.now();
  const limit = AbortSignal.timeout(request.timeoutMs);
  const signal = AbortSignal.any([request.signal, limit]);
  const asides: Aside[] = [];
  const finish = (said: Said): Output => outputOf(said, linesOfAsides(asides), startedAt);
  try {
    const client = openClient(request.kubeconfig, request.context);
    if (client === undefined) throw new Error(noSuchContext(request.context));
    if (request.namespace === '') throw new Error(noNamespace);
    return finish(await work(overhearing(client, asides), signal));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const slow = limit.aborted && error instanceof SlowError;
    const output = finish({
      text: '',
      errors: [slow ? `${message} within ${seconds(request.timeoutMs)}` : message],
    });
    if (limit.aborted) return { ...output, ended: 'timeout' };
    return signal.aborted ? { ...output, ended: 'interrupt' } : output;
  }
}

/** The same client, which also notes what is said beside its answers. */
function overhearing(client: KubeClient, asides: Aside[]): KubeClient {
  return {
    ...client,
    send: (request) => client.send({ onAside: (aside) => asides.push(aside), ...request }),
  };
}

/** Each warning once, as kubectl prints it, and each reason for repeating a request with how often it was. */
function linesOfAsides(asides: readonly Aside[]): readonly string[] {
  const warnings = asides.flatMap((aside) => (aside.kind === 'warning' ? [`Warning: ${aside.text}`] : []));
  const reasons = asides.flatMap((aside) => (aside.kind === 'retry' ? [aside.why] : []));
  const repeated = [...new Set(reasons)].map((why) => {
    const times = reasons.filter((other) => other === why).length;
    return `${why}: repeated ${times === 1 ? 'once' : `${times} times`}`;
  });
  return [...new Set(warnings), ...repeated];
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

const noNamespace = 'no namespace is named: write `namespace=$NAME` with a variable that is set';

function noSuchContext(context: string): string {
  if (context === '') return 'no cluster is named: write `cluster=$NAME` with a variable that is set';
  return `\`${context}\` is not one of this runbook's clusters; name it under \`clusters\` in the front matter`;
}

/** What is said of objects that were applied or deleted. */
export function attemptedText(attempted: readonly Attempted[]): Said {
  const applied = attempted.map((item) => item.applied);
  const refused = attempted.filter((item) => isRefused(item.applied));
  const errors = refused.map(
    ({ line, applied: { resource, name, message } }) => `line ${line}: ${resource}/${name}: ${message}`,
  );
  return { text: linesText(writeApplied(applied)), errors, notes: applied.flatMap(takenText), applied };
}

/** Taking a field over is how kubectl's `--force-conflicts` works; a person should know from whom. */
function takenText({ resource, name, taken = [] }: AppliedObject): readonly string[] {
  const managers = [...new Set(taken.map(({ manager }) => manager))];
  return managers.map((manager) => {
    const fields = taken.filter((field) => field.manager === manager).map(({ field }) => field);
    return `${resource}/${name}: took ${fields.join(', ')} over from the field manager "${manager}"`;
  });
}

function outputOf(
  { text, errors, notes = [], applied }: Said,
  asides: readonly string[],
  startedAt: number,
): Output {
  return {
    stdout: stream(text),
    stderr: stream(linesText([...errors, ...notes, ...asides])),
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
