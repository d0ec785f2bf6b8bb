import { linesOf } from '../commands/lines.ts';
import type { Scope } from './scope.ts';

type RunText = (text: string) => Promise<number | { readonly exit: number }>;

/** A shell at a terminal: a prompt, a line, what it comes to, until `exit` or Ctrl-D. */
export async function interactive({ io, shell }: Scope, run: RunText): Promise<number> {
  const prompt = (): unknown => io.stdout(`${shell.cwd} # `);
  prompt();
  for await (const line of linesOf(io.stdin)) {
    const text = line.toString();
    io.stdout(text);
    const status = await run(text);
    if (typeof status !== 'number') return status.exit;
    prompt();
  }
  io.stdout('\n');
  return shell.status;
}
