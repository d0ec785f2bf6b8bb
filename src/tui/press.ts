import type { Key } from 'ink';

const names = [
  ['return', 'enter'],
  ['escape', 'esc'],
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
] as const satisfies readonly (readonly [keyof Key, string])[];

/** Keys, or text that came in one piece: pasted where the terminal does not tell pastes from keys. */
type Pressed = { readonly keys: readonly string[] } | { readonly pasted: string };

/**
 * What was pressed, by the names of the table of keys. A key that is held down may come several times at once; other
 * characters that come at once were not typed one by one.
 */
export function pressesOf(input: string, key: Key): Pressed {
  if (key.ctrl && (input === 'c' || input === 'z')) return { keys: [`ctrl-${input}`] };
  const name = names.find(([flag]) => key[flag] === true)?.[1];
  if (name !== undefined) return { keys: [name] };
  // Escape and a slash that came in one read are Alt and a slash for ink.
  if (key.meta && input === '/') return { keys: ['esc', '/'] };
  if (key.ctrl || key.meta || key.tab) return { keys: [] };
  const characters = [...input];
  if (new Set(characters).size > 1) return { pasted: input };
  return { keys: characters.map(nameOf) };
}

function nameOf(character: string): string {
  if (character === ' ') return 'space';
  return character === '\r' ? 'enter' : character;
}
