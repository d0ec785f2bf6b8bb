import { isMap, isScalar, parseDocument } from 'yaml';
import type { Edit, Range } from '../../format/edits.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Lines } from '../../parse/lines.ts';
import { lineAt } from '../../parse/lines.ts';
import type { Conversion } from '../format.ts';

/**
 * Makes comments of the keys of a front matter, at `head`, that the engine refuses: near misses of its own, and values of
 * another type than its own. All other keys are somebody else's and stay.
 */
export function refusedKeys(lines: Lines, head: Range, diagnostics: readonly Diagnostic[]): Conversion {
  const refused = keysIn(lines, head).filter(({ from, to }) =>
    diagnostics.some(
      ({ code, severity, span }) =>
        severity === 'error' &&
        (code === 'parse/unknown-key' || code === 'parse/wrong-type') &&
        span !== undefined &&
        from <= span.start.offset &&
        span.start.offset < to,
    ),
  );
  const [first] = refused;
  if (!first) return { edits: [], remarks: [] };
  const named = refused.map(({ key }) => `\`${key}\``).join(', ');
  const message = `Kept in the front matter as comments, since runbook would take them for keys of its own: ${named}.`;
  return {
    edits: refused.flatMap((key) => commentedOut(lines, key)),
    remarks: [{ kind: 'note', at: { from: first.from, to: first.from + first.key.length }, message }],
  };
}

type Key = Range & { readonly key: string };

function keysIn({ text }: Lines, head: Range): readonly Key[] {
  const yaml = text.slice(head.from, head.to);
  const document = parseDocument(yaml, { keepSourceTokens: true, logLevel: 'silent' });
  if (document.errors.length > 0 || !isMap(document.contents)) return [];
  const items = document.contents.items;
  return items.map((item, index) => {
    const from = startOf(item.key) ?? 0;
    const key = isScalar(item.key) ? String(item.key.value) : yaml.slice(from, from + 20);
    const next = items[index + 1];
    const end = next === undefined ? yaml.length : (startOf(next.key) ?? yaml.length);
    return { key, from: head.from + from, to: head.from + end };
  });
}

function startOf(node: unknown): number | undefined {
  return (node as { readonly range?: readonly number[] | null } | null)?.range?.[0];
}

/** Each line of the stretch that isn't empty becomes a comment. */
function commentedOut({ text, starts }: Lines, { from, to }: Range): readonly Edit[] {
  const edits: Edit[] = [];
  for (let line = lineAt(starts, from); (starts[line] ?? to) < to; line += 1) {
    const start = starts[line] ?? to;
    const end = Math.min(starts[line + 1] ?? to, to);
    const written = text.slice(start, end).trim();
    if (written !== '' && !written.startsWith('#')) edits.push({ from: start, to: start, text: '# ' });
  }
  return edits;
}
