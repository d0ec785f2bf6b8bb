import type { CommandCall } from './command.ts';

/** Refuses an option, or an argument, that a simulated command doesn't know. */
export function unsupported({ argv, io }: CommandCall, what: string): number {
  io.stderr(`sandbox: ${[argv[0], what].filter(Boolean).join(' ')} is not simulated\n`);
  return 2;
}
