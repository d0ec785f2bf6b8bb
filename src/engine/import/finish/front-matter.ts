import { isMap, isScalar, parseDocument } from 'yaml';
import type { Edit, Range } from '../../format/edits.ts';
import { frontMatterKeys } from '../../parse/front-matter-keys.ts';
import type { Lines } from '../../parse/lines.ts';
import { lineAt } from '../../parse/lines.ts';

/** A key of a front matter that the engine doesn't take, and the edits that make a comment of its lines. */
export type ForeignKey = { readonly key: string; readonly at: Range; readonly edits: readonly Edit[] };

/** Keys of a front matter, at `head`, that mean nothing to the engine, or something of another type. */
export function foreignKeys({ text, starts }: Lines, head: Range): readonly ForeignKey[] {
  const yaml = text.slice(head.from, head.to);
  const document = parseDocument(yaml, { keepSourceTokens: true, logLevel: 'silent' });
  if (document.errors.length > 0 || !isMap(document.contents)) return [];
  const items = document.contents.items;
  return items.flatMap((item, index): readonly ForeignKey[] => {
    const from = startOf(item.key) ?? 0;
    const key = isScalar(item.key) ? String(item.key.value) : yaml.slice(from, from + 20);
    if (isOurs(key, item.value)) return [];
    const next = items[index + 1];
    const end = next === undefined ? yaml.length : (startOf(next.key) ?? yaml.length);
    const at = { from: head.from + from, to: head.from + from + key.length };
    return [{ key, at, edits: commentedOut({ text, starts }, { from: at.from, to: head.from + end }) }];
  });
}

function startOf(node: unknown): number | undefined {
  return (node as { readonly range?: readonly number[] | null } | null)?.range?.[0];
}

type Node = Parameters<NonNullable<(typeof frontMatterKeys)[string]>['read']>[0];

function isOurs(key: string, value: unknown): boolean {
  const rule = Object.hasOwn(frontMatterKeys, key) ? frontMatterKeys[key] : undefined;
  return rule !== undefined && value !== null && 'value' in rule.read(value as Node, () => {});
}

/** Each line of the stretch that isn't empty becomes a comment. */
function commentedOut(
  { text, starts }: Pick<Lines, 'text' | 'starts'>,
  { from, to }: Range,
): readonly Edit[] {
  const edits: Edit[] = [];
  for (let line = lineAt(starts, from); (starts[line] ?? to) < to; line += 1) {
    const start = starts[line] ?? to;
    const end = Math.min(starts[line + 1] ?? to, to);
    const written = text.slice(start, end).trim();
    if (written !== '' && !written.startsWith('#')) edits.push({ from: start, to: start, text: '# ' });
  }
  return edits;
}
