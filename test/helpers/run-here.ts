import { exitCodes } from '../../src/cli/exit-codes.ts';
import { exitCodeOf } from '../../src/cli/main.ts';
import { bin } from './build.ts';
import type { CliOptions, CliResult } from './run-cli.ts';
import { scriptedIo } from './scripted-io.ts';

/**
 * Does what `runCli` does without a process: for what a command says, writes and ends with. That the built program says
 * and does the same is a matter of the tests that start it.
 */
export async function runHere(
  args: readonly string[],
  { cwd, env }: Pick<CliOptions, 'cwd' | 'env'>,
): Promise<CliResult> {
  const printed = { stdout: '', stderr: '' };
  const printer = (stream: keyof typeof printed) => ({
    color: false,
    columns: 100,
    terminal: false,
    write: (text: string) => {
      printed[stream] += text;
    },
  });
  let code = 0;
  const ended = await exitCodeOf(args, {
    ...scriptedIo(cwd),
    env: { ...process.env, NO_COLOR: '1', KUBECONFIG: '/nonexistent/kubeconfig', ...env },
    program: [process.execPath, bin],
    out: printer('stdout'),
    err: printer('stderr'),
    fault: ({ message }) => {
      code = exitCodes.environment;
      printed.stderr += `${message}\n`;
    },
  });
  return { code: Math.max(code, ended), ...printed };
}
