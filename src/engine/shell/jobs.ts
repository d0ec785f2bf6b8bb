import type { ShellSource } from './read-script.ts';
import { type SimpleCommand, simpleCommands } from './simple-commands.ts';
import { walkShell } from './walk.ts';

/** Commands that read a script of which nothing is known here, and those that bring a job to the front or back. */
const movers: ReadonlySet<string> = new Set(['.', 'source', 'bg', 'fg']);

/** What text has in it that starts jobs, and other text too: most has none of it and needn't be read. */
const hints = /&|coproc|[bf]g|source|eval|(?:^|[\s;|(])\.\s/;

/** Whether shell text may start a background job, or bring one to the front or back: now or when its functions are called. */
export function mayStartJob(source: ShellSource): boolean {
  if (typeof source === 'string' && !hints.test(source)) return false;
  let starts = false;
  walkShell(source, (node) => {
    starts ||= (node.type === 'Statement' && node.background === true) || node.type === 'Coproc';
  });
  return starts || simpleCommands(source).some((command) => isMover(command) || evaluates(command));
}

function isMover({ name }: SimpleCommand): boolean {
  return name !== undefined && movers.has(name);
}

function evaluates({ name, opaque, via }: SimpleCommand): boolean {
  return (name === 'eval' && opaque) || via.some((wrapper) => wrapper.name === 'eval');
}
