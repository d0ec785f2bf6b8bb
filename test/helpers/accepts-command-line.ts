import type { Command } from 'commander';
import { buildProgram } from '../../src/cli/program.ts';
import { scriptedIo } from './scripted-io.ts';

/**
 * Whether the program has the command, the options and the values that a line such as `npx runbook check --strict`
 * names. Nothing is run. @throws what it would say to the person who typed it.
 */
export async function acceptsCommandLine(line: string): Promise<void> {
  const words = line.replace(/^.*?\brunbook(?:@[\w.]+)? /, '').match(/'[^']*'|\S+/g) ?? [];
  const io = scriptedIo('/');
  const program = buildProgram(io, () => {});
  const reached: Command[] = [];
  for (const command of program.commands) command.action(() => void reached.push(command));
  await program.parseAsync(
    words.map((word) => word.replaceAll("'", '')),
    { from: 'user' },
  );
  if (reached.length !== 1) throw new Error(`\`${line}\` reaches no command: ${io.printed()}`);
}
