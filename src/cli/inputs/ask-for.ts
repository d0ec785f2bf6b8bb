import { printable } from '../../engine/diagnostics/printable.ts';
import type { Input } from '../../engine/model/input.ts';
import { secretMask } from '../../engine/model/mask.ts';
import type { Io } from '../io.ts';

/** Asks a person for the value of an input; that of a secret isn't shown while it is typed. */
export function askFor(input: Input, io: Io): Promise<string | undefined> {
  return io.ask(questionOf(input), { hidden: input.secret });
}

/** `Which region? [eu, us] (eu) ` */
function questionOf({ name, prompt = name, choices, default: usual, secret, required }: Input): string {
  const among = choices === undefined ? '' : ` [${choices.join(', ')}]`;
  const preset =
    usual === undefined ? (required ? '' : ' (may be empty)') : ` (${secret ? secretMask : usual})`;
  return printable(`${prompt}${among}${preset} `);
}
