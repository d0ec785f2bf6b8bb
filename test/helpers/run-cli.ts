import { type ChildProcess, spawn } from 'node:child_process';
import { bin, build } from './build.ts';

export type CliResult = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

export type CliOptions = {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Arguments of Node itself. */
  readonly node?: readonly string[];
  /** Called with the process as soon as it runs, and with everything it has printed whenever it prints. */
  readonly onOutput?: (printed: string, child: ChildProcess) => void;
};

/** Runs the built program, without colours and without the user's clusters. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  await build();
  const env = { ...process.env, NO_COLOR: '1', KUBECONFIG: '/nonexistent/kubeconfig', ...options.env };
  const child = spawn(process.execPath, [...(options.node ?? []), bin, ...args], { cwd: options.cwd, env });
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      printed[stream] += text;
      options.onOutput?.(printed.stdout + printed.stderr, child);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...printed }));
  });
}
