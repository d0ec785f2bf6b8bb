import { type FenceKind, misfit, optionTable, rendererOptions } from '../parse/option-table.ts';
import type { FenceSource } from './fence-source.ts';

/** Options of a fence by their name; `true` is a bare word. */
export type FenceOptions = Readonly<Record<string, string | true>>;

/** The info string of a fence: language, name, other options in the order given. Values that need quotes get them. */
export function infoText(language: string, options: FenceOptions, others: readonly string[] = []): string {
  const { name, ...rest } = options;
  const words = Object.entries(name === undefined ? rest : { name, ...rest }).map(([key, value]) =>
    value === true ? key : `${key}=${quotedIfNeeded(value)}`,
  );
  return [language, ...words, ...others].join(' ');
}

/** `/…/` is a regular expression to Expressive Code, so that a value with a slash is quoted too. */
function quotedIfNeeded(value: string): string {
  return /^[\w.:@%+,-]+$/.test(value) ? value : `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

/** The lines of a fence. Its marks are longer than any in its body. */
export function fenceLines(info: string, body: readonly string[]): readonly string[] {
  const longest = Math.max(2, ...body.map((line) => /^\s*(`{3,})/.exec(line)?.[1]?.length ?? 0));
  const marks = '`'.repeat(longest + 1);
  return [`${marks}${info}`, ...body, marks];
}

/** A value for `name=` that is like a text: what a name can't have becomes `-`. Undefined when nothing is left. */
export function nameLike(text: string): string | undefined {
  const name = text.replace(/[^\p{L}\p{N}_.-]+/gu, '-').replace(/^[^\p{L}\p{N}]+|-+$/gu, '');
  return misfit('name', name) === undefined ? name : undefined;
}

/** The words of an info string that stay: those that only renderers read, and options of ours with a value they take. */
export function wordsThatStay({ info, infoAt }: FenceSource, kind: FenceKind): readonly string[] {
  return info.words.flatMap(({ key, value, form, from, to }) => {
    const rule = Object.hasOwn(optionTable, key) ? optionTable[key] : undefined;
    const ours = rule?.on.includes(kind) && misfit(rule.form, value) === undefined;
    const stays = form === 'marker' || (form === 'plain' && (rendererOptions.has(key) || ours));
    return stays ? [infoAt.text.slice(from - infoAt.from, to - infoAt.from)] : [];
  });
}
