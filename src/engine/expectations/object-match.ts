import type { Json } from '../model/json.ts';
import type { ObjectArgs } from '../model/runbook.ts';
import { asObserved } from './conditions.ts';
import { type Difference, differences } from './contains.ts';
import { isList, isMap, type JsonMap } from './json-map.ts';
import { matchesField } from './match.ts';
import { fillPattern, openPattern, type Pattern } from './pattern.ts';

type Variables = Readonly<Record<string, string>>;

/** Where an object isn't as a document of an assert block asks; nowhere when it is. All its variables must be given. */
export function objectDifferences(
  { object: wanted, unordered }: ObjectArgs,
  object: JsonMap,
  variables: Variables,
): readonly Difference[] {
  const matches = (text: string, actual: string) => matchesWhole(text, actual, variables);
  return differences(wanted, asObserved(object), { path: '', matches, unordered: unordered === true });
}

function matchesWhole(text: string, actual: string, variables: Variables): boolean {
  const pattern = openPattern(text);
  if (pattern === undefined) return text === actual;
  return matchesField(fillPattern(pattern, variables).parts, actual);
}

/** Texts of a document that are patterns. */
export function patternsOfObject({ object }: ObjectArgs): readonly Pattern[] {
  return textsIn(object)
    .map(openPattern)
    .filter((pattern) => pattern !== undefined);
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (isList(value)) return value.flatMap(textsIn);
  return isMap(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** A name as it is asked for: the text, or undefined when only its form is given, with `...` or an octet `x`. */
export function plainName(name: string, variables: Variables): string | undefined {
  const pattern = openPattern(name);
  if (pattern === undefined) return name;
  const { parts } = fillPattern(pattern, variables);
  if (parts.some(({ kind }) => kind !== 'literal')) return undefined;
  return parts.map((part) => (part.kind === 'literal' ? part.text : '')).join('');
}
