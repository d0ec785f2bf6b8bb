import { type Command, forEachChild, parse, type SyntaxNode } from 'unbash';

/** One simple command of a script, wherever it stands in it. */
export type Called = { readonly name: string; readonly words: readonly string[] };

/** Variables of the loops around a command, and the words they go through. */
type Loops = ReadonlyMap<string, readonly string[]>;

/** How many rounds of a loop are looked at. */
const mostRounds = 4;

/**
 * The simple commands of a script, those of pipelines, loops, functions and substitutions too. In a loop over words a
 * command comes once for each of the first few. Other variables stay as `$NAME`. Of what can't be read: nothing.
 */
export function commandsIn(script: string): readonly Called[] {
  try {
    return collect(parse(script), new Map());
  } catch (error) {
    // Substitutions nested too deeply to be read.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** Names of the commands in the pipeline that a script ends with; empty for a member that is no simple command. */
export function pipelineIn(script: string): readonly string[] {
  try {
    const last = parse(script).commands.at(-1)?.command;
    const members = last?.type === 'Pipeline' ? last.commands : [];
    return members.map((member) => (member.type === 'Command' ? (member.name?.value ?? '') : ''));
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

function collect(node: SyntaxNode, loops: Loops): readonly Called[] {
  const found = node.type === 'Command' ? [...called(node, loops)] : [];
  const inner = node.type === 'For' ? new Map([...loops, [node.name.value, valuesOf(node.wordlist)]]) : loops;
  forEachChild(node, (child) => {
    found.push(...collect(child, inner));
  });
  return found;
}

function valuesOf(words: readonly { readonly value: string }[] = []): readonly string[] {
  return words.slice(0, mostRounds).map(({ value }) => value);
}

function called({ name, suffix }: Command, loops: Loops): readonly Called[] {
  if (name === undefined) return [];
  const words = suffix.flatMap((word) => (word.type === 'Word' ? [word.value] : []));
  const [variable] = [...loops.keys()].filter((key) => words.some((word) => uses(word, key)));
  if (variable === undefined) return [{ name: name.value, words }];
  return (loops.get(variable) ?? []).map((value) => ({
    name: name.value,
    words: words.map((word) => word.replace(reference(variable), () => value)),
  }));
}

function uses(word: string, variable: string): boolean {
  return reference(variable).test(word);
}

function reference(variable: string): RegExp {
  return new RegExp(`\\$(?:\\{${variable}\\}|${variable}(?!\\w))`, 'g');
}
