import type { AppliedObject, Output, StreamOutput } from '../model/output.ts';
import { type KubeClient, openClient } from './client.ts';
import { worse } from './kube-object.ts';
import type { ManifestRequest } from './manifest.ts';

/** What became of an object; `line` is where it stands in the Markdown file. */
export type Attempted = { readonly line: number; readonly applied: AppliedObject };

/** Does something with a manifest on its cluster, within its time, and puts the outcome in words. Never rejects. */
export async function onCluster(
  request: ManifestRequest,
  work: (client: KubeClient, signal: AbortSignal) => Promise<readonly Attempted[]>,
): Promise<Output> {
  const startedAt = performance.now();
  const limit = AbortSignal.timeout(request.timeoutMs);
  const signal = AbortSignal.any([request.signal, limit]);
  try {
    const client = openClient(request.kubeconfig, request.context);
    if (client === undefined) throw new Error(noSuchContext(request.context));
    return outputOf(await work(client, signal), [], startedAt);
  } catch (error) {
    const output = outputOf([], [error instanceof Error ? error.message : String(error)], startedAt);
    if (limit.aborted) return { ...output, ended: 'timeout' };
    return signal.aborted ? { ...output, ended: 'interrupt' } : output;
  }
}

function noSuchContext(context: string): string {
  if (context === '') return 'no cluster is named: write `cluster=$NAME` with a variable that is set';
  return `\`${context}\` is not one of this runbook's clusters; name it under \`clusters\` in the front matter`;
}

function outputOf(attempted: readonly Attempted[], errors: readonly string[], startedAt: number): Output {
  const applied = attempted.map((item) => item.applied);
  const good = applied.filter(({ result }) => result !== 'failed');
  const refused = attempted.filter((item) => item.applied.result === 'failed');
  const messages = refused.map(
    (item) => `line ${item.line}: ${nameOf(item.applied)}: ${item.applied.message}`,
  );
  const failed = messages.length + errors.length > 0;
  return {
    stdout: stream([...good.map((item) => `${nameOf(item)} ${item.result}`), ...conditionLine(good)]),
    stderr: stream([...messages, ...errors]),
    exitCode: failed ? 1 : 0,
    pipeStatus: [],
    durationMs: performance.now() - startedAt,
    ended: 'normally',
    applied,
  };
}

/** Of a condition that several objects have, the worst: a check must not pass by one of them. */
function conditionLine(applied: readonly AppliedObject[]): readonly string[] {
  const all: Record<string, string> = {};
  for (const [type, status] of applied.flatMap(({ conditions }) => Object.entries(conditions))) {
    all[type] = worse(all[type] ?? status, status);
  }
  const words = Object.entries(all).map(([type, status]) => `${type}=${status}`);
  return words.length === 0 ? [] : [`conditions ${words.join(' ')}`];
}

function nameOf({ resource, name }: AppliedObject): string {
  return `${resource}/${name}`;
}

function stream(lines: readonly string[]): StreamOutput {
  const text = lines.map((line) => `${line}\n`).join('');
  return { text, bytes: Buffer.byteLength(text), truncated: false };
}
