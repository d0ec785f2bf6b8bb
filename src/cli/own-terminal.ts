import type { LendTerminal } from '../engine/model/terminal.ts';
import type { Io } from './io.ts';

/** Whether somebody sits at both ends of this process: CI may give jobs a terminal, and nobody types there. */
export function isAtTerminal({ asPart }: { readonly asPart?: boolean }, io: Io): boolean {
  return !asPart && !isInCi(io) && io.out.terminal && io.hasKeyboard();
}

export function isInCi({ env: { CI } }: Pick<Io, 'env'>): boolean {
  return CI !== undefined && CI !== '' && CI !== '0' && CI !== 'false';
}

/** Lends the terminal of this process, where no UI draws in it. Ctrl-C is the command's meanwhile. */
export function lendOwnTerminal({ interruptions }: Pick<Io, 'interruptions'>): LendTerminal {
  return async (command) => {
    const { lendTerminalOf } = await import('../tui/lend-terminal.ts');
    const lent = await lendTerminalOf({ stdin: process.stdin, stdout: process.stdout })(command);
    const release = interruptions.hold();
    const takeBack = async (): Promise<void> => {
      await lent.takeBack();
      release();
    };
    return { ...lent, takeBack };
  };
}
