import type { Edit, Range } from '../../format/edits.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { FenceSource } from '../fence-source.ts';
import type { Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { suggestionLine } from '../suggestion-line.ts';

type Fixed = { readonly edits: readonly Edit[]; readonly remarks: readonly Remark[] };

/**
 * Takes back what the engine refuses and an import can do without: names that are taken, comments that look like
 * checks. What can't run, for a placeholder in it or since bash can't read it, is only shown.
 */
export function fix(diagnostics: readonly Diagnostic[], source: ImportSource): Fixed {
  const skipped = new Set<FenceSource>();
  const done = diagnostics.flatMap(({ code, severity, span, message, hint = '' }): readonly Fixed[] => {
    if (!span || severity !== 'error') return [];
    const at = { from: span.start.offset, to: span.end.offset };
    const written = source.lines.text.slice(at.from, at.to);
    switch (code) {
      case 'parse/duplicate-name':
        return [withoutName(at, written)];
      case 'parse/lookalike-expectation':
        return [asSuggestion(at, written, hint)];
      case 'parse/placeholder':
      case 'parse/shell-syntax':
      case 'parse/unclosed-heredoc':
      case 'parse/unclosed-quote': {
        const fence = source.fences.find(({ range }) => range.from <= at.from && at.from < range.to);
        if (!fence || skipped.has(fence)) return [];
        skipped.add(fence);
        const why = code === 'parse/placeholder' ? `fill in ${written}` : 'bash cannot read it';
        return [asShown(fence, at, { why, message })];
      }
      default:
        return [];
    }
  });
  return { edits: done.flatMap(({ edits }) => edits), remarks: done.flatMap(({ remarks }) => remarks) };
}

function withoutName(at: Range, written: string): Fixed {
  const message = `\`${written}\` is left out: something else has that name.`;
  return { edits: [{ from: at.from - 1, to: at.to, text: '' }], remarks: [{ kind: 'note', at, message }] };
}

function asSuggestion(at: Range, written: string, hint: string): Fixed {
  const suggested = /`(# (?:expect|wait)[^`]*)`/.exec(hint)?.[1] ?? written;
  const message = `\`${written}\` looks like a check, but it is only a comment.`;
  return {
    edits: [{ ...at, text: suggestionLine(suggested) }],
    remarks: [{ kind: 'suggestion', at, message, suggested }],
  };
}

function asShown(
  { infoAt }: FenceSource,
  at: Range,
  { why, message }: { why: string; message: string },
): Fixed {
  return {
    edits: [{ from: infoAt.to, to: infoAt.to, text: ` skip="${why.replace(/[\\"]/g, '\\$&')}"` }],
    remarks: [{ kind: 'note', at, message: `${message} The block is shown and not run (\`skip\`).` }],
  };
}
