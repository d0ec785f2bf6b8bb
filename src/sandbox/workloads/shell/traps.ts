import { parse } from 'unbash';
import type { Runner } from './expand.ts';
import type { Scope } from './scope.ts';

/** Runs what a script wants done when it is asked to end, once it has been. */
export async function runTraps(scope: Scope, run: Runner): Promise<void> {
  const { shell, io } = scope;
  const script = shell.traps.get('TERM');
  if (script === undefined || !io.asked?.aborted || shell.trapping) return;
  shell.trapping = true;
  await run(parse(script), scope);
}

/** Runs what a script wants done at its end. */
export async function runExitTrap(scope: Scope, run: Runner): Promise<void> {
  const script = scope.shell.traps.get('EXIT');
  if (script === undefined) return;
  scope.shell.traps.delete('EXIT');
  const { status } = scope.shell;
  await run(parse(script), scope);
  scope.shell.status = status;
}
