import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Printed, TerminalUser } from '../model/terminal.ts';
import { makeFifos } from './fifo.ts';
import { KeysFifo } from './keys-fifo.ts';
import { terminalText, unreadLines } from './terminal.ts';
import { terminalFiles } from './terminal-state.ts';

type TerminalOptions = {
  readonly script: string;
  readonly line: number;
  readonly user: TerminalUser;
  /** The session's private folder. */
  readonly folder: string;
};

/** A terminal of one statement: the text that the shell runs for it, and where its output goes besides. */
type OpenTerminal = {
  readonly text: string;
  readonly printed: Printed;
  close(): Promise<void>;
};

/** Prepares a terminal for a script, with somebody at its keyboard. */
export async function openTerminal({ script, line, user, folder }: TerminalOptions): Promise<OpenTerminal> {
  const path = join(folder, 'terminal-keys');
  if (!existsSync(path)) await makeFifos([path]);
  const keys = new KeysFifo(path, terminalFiles(folder).device);
  const text = await terminalText({ script, line, size: user.size, folder, keys: path });
  return {
    text,
    printed: user.sit(keys),
    close: async () => {
      keys.close();
      user.leave?.(await unreadLines(folder));
    },
  };
}
