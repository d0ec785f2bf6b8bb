import { splitStatements } from '../shell/split-statements.ts';

/**
 * Tells whether bash would wait for more after a text: an open quote or here-document, a `\` at the end, a `for`
 * without `done`. Asking for longer and longer texts takes time in the square of their length, so that the effort is
 * limited to a multiple of the whole; once it is spent, everything is open.
 */
export type OpenCheck = (command: string) => boolean;

const effortPerCharacter = 16;

/** `length` is that of the whole text that commands are looked for in. */
export function openCheck(length: number): OpenCheck {
  let left = effortPerCharacter * length + 10_000;
  return (command) => {
    left -= command.length;
    return left < 0 || splitStatements(command).errors.length > 0;
  };
}
