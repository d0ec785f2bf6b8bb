/** How large a terminal is, in characters. */
export type TerminalSize = { readonly columns: number; readonly rows: number };

/** The keyboard of a command that runs in a terminal of its own. */
export type TerminalKeys = {
  /** Types bytes as they come from a keyboard: enter is `\r`, Ctrl-D `\x04`. */
  type(bytes: string | Uint8Array): void;
  resize(size: TerminalSize): void;
};

/** Is told what is printed, as it is printed. */
export type Printed = (bytes: Uint8Array) => void;

/** Who sits at a command's terminal: told where to type, it sees all that is printed. */
export type TerminalUser = {
  readonly size: TerminalSize;
  sit(keys: TerminalKeys): Printed;
  /** The command has ended; so many of the lines that were typed has nothing read. */
  leave?(unread: number): void;
};

/** A person's terminal while a command has it. */
type LentTerminal = TerminalUser & {
  /** Takes it back: the screen and the keyboard are the front end's again. */
  takeBack(): Promise<void>;
};

/**
 * Lends a person's screen and keyboard to a command, and shows them which; what is on the screen meanwhile is the
 * command's.
 */
export type LendTerminal = (command: string) => Promise<LentTerminal>;
