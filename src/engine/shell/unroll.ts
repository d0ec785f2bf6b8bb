import type { SimpleCommand } from './simple-commands.ts';
import { leastKnown, type ShellWord } from './words.ts';

/** How many rounds of a loop are looked at. */
const mostRounds = 4;

/** A command once for each of the first rounds of the `for` loop around it whose variable it uses, with its words. */
export function unrolled(command: SimpleCommand): readonly SimpleCommand[] {
  const { words, place } = command;
  const [loop] = [...place.rounds].filter(([variable]) => words.some((word) => uses(word, variable)));
  if (loop === undefined) return [command];
  const [variable, values] = loop;
  return values
    .slice(0, mostRounds)
    .map((value) => ({ ...command, words: words.map((word) => insert(word, variable, value)) }));
}

function uses(word: ShellWord, variable: string): boolean {
  return word.expands !== 'nothing' && reference(variable).test(word.value);
}

function insert(word: ShellWord, variable: string, by: ShellWord): ShellWord {
  if (!uses(word, variable)) return word;
  const value = word.value.replace(reference(variable), () => by.value);
  // What is left may be other variables.
  const left = word.expands === 'variables' && !value.includes('$') ? 'nothing' : word.expands;
  return { ...word, value, expands: leastKnown([left, by.expands]) };
}

function reference(variable: string): RegExp {
  return new RegExp(`\\$(?:\\{${variable}\\}|${variable}(?!\\w))`, 'g');
}
