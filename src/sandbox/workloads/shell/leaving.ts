import { Jump } from './scope.ts';

/** Runs something that `break`, `continue`, `return` or `exit` may leave; a loop passes on what is for outer ones. */
export async function leaving(to: Jump['to'], action: () => Promise<number>): Promise<number> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Jump) || error.to !== to) throw error;
    if (error.depth > 1) throw new Jump(to, error.status, error.depth - 1);
    return error.status;
  }
}
