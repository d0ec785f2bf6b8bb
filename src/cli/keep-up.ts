import { delimiter } from 'node:path';
import { loadRunbook } from '../engine/load.ts';
import type { ClusterChoice, OpenTarget } from '../engine/model/target.ts';
import { mergeClusters } from '../engine/plan/clusters.ts';
import { sandboxTarget } from '../targets/sandbox.ts';
import { exitCodes } from './exit-codes.ts';
import { findAllFiles } from './find-files.ts';
import type { Io } from './io.ts';
import type { TargetOptions } from './target-options.ts';

export type SandboxOptions = Pick<TargetOptions, 'cluster' | 'latency' | 'images'>;

/** Keeps simulated clusters up for a command, for a shell or until interrupted. @returns The code to exit with. */
export async function keepUp(command: readonly string[], options: SandboxOptions, io: Io): Promise<number> {
  const clusters = Object.keys(options.cluster).length > 0 ? options.cluster : clustersHere(io);
  const open = await sandboxTarget({
    latency: options.latency,
    opaque: options.images === 'strict' ? [] : 'any',
  }).open(clusters, io.interruptions.first);
  try {
    const env = environmentOf(open);
    if (command.length > 0) return await runInside(command, env, open, io);
    return io.out.terminal && process.stdin.isTTY ? await shell(env, open, io) : await wait(env, open, io);
  } finally {
    await open.close();
  }
}

/** The clusters that the runbooks here declare, so that their commands can be pasted; else a single one. */
function clustersHere(io: Io): ClusterChoice {
  const { clusters } = mergeClusters(findAllFiles(io.cwd).map((file) => loadRunbook(file).runbook));
  return Object.keys(clusters).length > 0 ? clusters : { CLUSTER: 'kind-sandbox' };
}

function environmentOf({ facts, kubeconfig, env }: OpenTarget): Readonly<Record<string, string>> {
  const contexts = facts.clusters.map(({ variable, context }) => [variable, context] as const);
  return { ...env, KUBECONFIG: kubeconfig, ...Object.fromEntries(contexts) };
}

async function runInside(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  { path }: OpenTarget,
  io: Io,
): Promise<number> {
  const { execa } = await import('execa');
  const [file = '', ...args] = command;
  const all = { ...env, PATH: [...path, io.env.PATH ?? ''].join(delimiter) };
  const { processTag, startWatchdog } = await import('../engine/execute/watchdog.ts');
  const started = execa(file, args, { cwd: io.cwd, env: all, stdio: 'inherit', reject: false });
  // Without its clusters it is of no use: it ends when this program is killed.
  if (started.pid !== undefined) startWatchdog().root(`${processTag()}sandbox.`, started.pid);
  const result = await started;
  if (result.exitCode !== undefined) return result.exitCode;
  if (result.signal !== undefined) return exitCodes.interrupted;
  const why = result.code === 'ENOENT' ? 'it is not on PATH' : (result.originalMessage ?? 'no reason given');
  io.err.write(`\`${file}\` cannot be started: ${why}\n`);
  return exitCodes.environment;
}

async function shell(env: Readonly<Record<string, string>>, open: OpenTarget, io: Io): Promise<number> {
  const names = open.facts.clusters.map(({ variable, context }) => `$${variable} (${context})`).join(', ');
  io.err.write(
    `Sandbox (simulated), Kubernetes ${open.facts.clusters[0]?.version ?? ''}: ${names}. \`exit\` ends it.\n`,
  );
  return runInside([io.env.SHELL ?? 'bash'], env, open, io);
}

async function wait(env: Readonly<Record<string, string>>, { path }: OpenTarget, io: Io): Promise<number> {
  const lines = Object.entries(env).map(([name, value]) => `export ${name}=${quoted(value)}`);
  const { first } = io.interruptions;
  // Everything in one write: whoever waits for the first line may read the others at once.
  io.out.write(
    [...lines, `export PATH=${path.map((folder) => `${quoted(folder)}:`).join('')}"$PATH"`, ''].join('\n'),
  );
  io.err.write('The sandbox (simulated) is up; Ctrl-C ends it.\n');
  // A pending promise alone would not keep the process alive.
  const alive = setInterval(() => {}, 2 ** 30);
  if (!first.aborted) await new Promise((done) => first.addEventListener('abort', done, { once: true }));
  clearInterval(alive);
  return exitCodes.passed;
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
