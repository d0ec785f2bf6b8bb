import type { LendTerminal } from '../engine/model/terminal.ts';
import { TerminalModes } from './terminal-modes.ts';

type OwnTerminal = {
  readonly stdin: Pick<NodeJS.ReadStream, 'on' | 'off' | 'pause' | 'resume' | 'setRawMode'>;
  readonly stdout: Pick<NodeJS.WriteStream, 'on' | 'off' | 'write' | 'columns' | 'rows'>;
};

/**
 * Lends the terminal of this process. Each key goes to the command as it comes, Ctrl-C too, and all that is printed
 * is shown as it is. Whatever the command did to the terminal is undone when it is taken back.
 */
export function lendTerminalOf({ stdin, stdout }: OwnTerminal): LendTerminal {
  return async (command) => {
    const modes = new TerminalModes();
    const size = () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 });
    stdout.write(`$ ${command.split('\n').join('\n> ')}\n`);
    // What is typed before the command is there is for it too.
    const early: (Uint8Array | string)[] = [];
    let type = (bytes: Uint8Array | string): void => void early.push(bytes);
    let resize = (): void => undefined;
    const onTyped = (bytes: Uint8Array | string): void => type(bytes);
    const onResized = (): void => resize();
    stdin.setRawMode(true);
    stdin.on('data', onTyped).resume();
    stdout.on('resize', onResized);
    return {
      size: size(),
      sit: (keys) => {
        for (const bytes of early) keys.type(bytes);
        type = (bytes) => keys.type(bytes);
        resize = () => keys.resize(size());
        return (bytes) => {
          modes.see(bytes);
          stdout.write(bytes);
        };
      },
      takeBack: async () => {
        stdin.off('data', onTyped).pause();
        stdout.off('resize', onResized);
        stdin.setRawMode(false);
        stdout.write(modes.restore());
        // Node stops reading in its next turn: whoever listens sooner would be stopped with it.
        await new Promise(setImmediate);
      },
    };
  };
}
