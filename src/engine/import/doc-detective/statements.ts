import { parse as parseYaml } from 'yaml';
import type { Range } from '../../format/edits.ts';
import type { ImportSource } from '../import-source.ts';

/** A comment that is a test, a step of one, or the end of one. */
export type Statement = {
  readonly at: Range;
  readonly kind: 'test' | 'step' | 'end';
  /** What it says by name; in the second version of the tool its `action` is a name of the others. */
  readonly fields: Readonly<Record<string, unknown>>;
};

const forms: readonly RegExp[] = [
  /<!--\s*(test|step)(?:\s+(end|ignore (?:start|end)))?\b([\s\S]*?)-->/g,
  /\{\/\*\s*(test|step)(?:\s+(end|ignore (?:start|end)))?\b([\s\S]*?)\*\/\}/g,
  /^[ \t]*\[comment\]:\s*#\s*\((test|step)(?:\s+(end|ignore (?:start|end)))?\b([^\n]*)\)[ \t]*$/gm,
  /^[ \t]*\[comment\]:\s*#\s*"(test|step)(?:\s+(end|ignore (?:start|end)))?\b([^\n]*)"[ \t]*$/gm,
];

/**
 * The statements of Doc Detective outside of code, in the order of the page.
 * @see https://doc-detective.com/docs/tests/inline
 */
export function statementsIn({ lines: { text }, fences }: ImportSource): readonly Statement[] {
  return forms
    .flatMap((form) => [...text.matchAll(form)])
    .map(([whole, kind, state, inside = ''], index, all): Statement => {
      const from = all[index]?.index ?? 0;
      const isStep = kind === 'step' && state === undefined;
      return {
        at: { from, to: from + whole.length },
        kind: isStep ? 'step' : state === undefined ? 'test' : 'end',
        fields: fieldsOf(inside.trim()),
      };
    })
    .filter(({ at }) => !fences.some(({ range }) => range.from <= at.from && at.from < range.to))
    .toSorted((one, other) => one.at.from - other.at.from);
}

function fieldsOf(text: string): Statement['fields'] {
  try {
    const value: unknown = parseYaml(text, { logLevel: 'silent' });
    return typeof value === 'object' && value !== null ? (value as Statement['fields']) : {};
  } catch {
    return {};
  }
}
