import type { Assignment } from 'unbash';
import { numberOf } from './arithmetic.ts';
import { expandWord, expandWords, type Runner } from './expand.ts';
import { keyOf } from './parameters.ts';
import { assign, type Scope, textOf, type Value } from './scope.ts';

/** Assigns variables, arrays and their elements, in their order. */
export async function assignAll(
  assignments: readonly Assignment[],
  scope: Scope,
  run: Runner,
): Promise<void> {
  for (const assignment of assignments)
    assign(scope, assignment.name, await assigned(assignment, scope, run));
}

async function assigned(
  { name, value, append, index }: Assignment,
  scope: Scope,
  run: Runner,
): Promise<Value> {
  const held = scope.shell.variables.get(name);
  if (value.type === 'ArrayValue') {
    const start = append && typeof held === 'object' ? held : new Map<string, string>();
    return withElements(start, value.elements, scope, run);
  }
  const text = await expandWord(value, scope, run);
  if (!index) return append ? `${textOf(held) ?? ''}${text}` : text;
  const elements = typeof held === 'object' ? held : new Map(held === undefined ? [] : [['0', held]]);
  const key = await keyOf(index, held, scope, (word) => expandWord(word, scope, run));
  return sorted(new Map([...elements, [key, append ? (elements.get(key) ?? '') + text : text]]));
}

async function withElements(
  start: ReadonlyMap<string, string>,
  words: Extract<Assignment['value'], { type: 'ArrayValue' }>['elements'],
  scope: Scope,
  run: Runner,
): Promise<Value> {
  const elements = new Map(start);
  let next = Math.max(-1, ...[...elements.keys()].map(Number).filter(Number.isInteger)) + 1;
  for (const word of words) {
    const keyed = /^\[([^\]]+)\]=/.exec(word.text);
    if (keyed?.[1]) {
      const text = await expandWord(word, scope, run);
      const key = /^\d+$/.test(keyed[1]) ? String(numberOf(keyed[1], scope)) : keyed[1];
      elements.set(key, text.slice(text.indexOf('=') + 1));
      continue;
    }
    for (const value of await expandWords([word], scope, run)) {
      elements.set(String(next), value);
      next += 1;
    }
  }
  return sorted(elements);
}

/** Elements by number are in the order of their numbers. */
function sorted(elements: ReadonlyMap<string, string>): Value {
  if (![...elements.keys()].every((key) => /^\d+$/.test(key))) return elements;
  return new Map([...elements].toSorted(([one], [other]) => Number(one) - Number(other)));
}
