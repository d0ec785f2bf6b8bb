import type { CommandHost } from '../commands/command.ts';
import { runCommand } from './run-command.ts';

type HookPlace = {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly host: CommandHost;
  readonly signal: AbortSignal;
};

/** Runs what a container wants done after its start or before its end; nobody sees what it prints. */
export async function runHook(argv: readonly string[], { env, cwd, host, signal }: HookPlace): Promise<void> {
  const found = host.find(argv[0] ?? '');
  if (found.kind !== 'command') return;
  const io = { stdout: () => true, stderr: () => true, tty: false, signal };
  await runCommand(found.run, { argv, env, io, host, cwd });
}
