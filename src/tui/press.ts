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
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
] as const satisfies readonly (readonly [keyof Key, string])[];

/** What was pressed, by the names of the table of keys; several characters that came at once are several presses. */
export function pressesOf(input: string, key: Key): readonly string[] {
  if (key.ctrl && input === 'c') return ['ctrl-c'];
  const name = names.find(([flag]) => key[flag] === true)?.[1];
  if (name !== undefined) return [name];
  if (key.ctrl || key.meta || key.tab) return [];
  return [...input].map((character) =>
    character === ' ' ? 'space' : character === '\r' ? 'enter' : character,
  );
}
