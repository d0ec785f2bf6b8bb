import type { Diagnostic } from '../../model/diagnostic.ts';
import { suggestionLine } from '../directive-line.ts';
import type { Edit } from '../edit.ts';
import type { Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';

/** Takes back what the engine refuses and an import can do without: names that are taken, comments that look like checks. */
export function mend(
  diagnostics: readonly Diagnostic[],
  { lines }: ImportSource,
): { readonly edits: readonly Edit[]; readonly remarks: readonly Remark[] } {
  const edits: Edit[] = [];
  const remarks: Remark[] = [];
  for (const { code, span, hint = '' } of diagnostics) {
    if (!span) continue;
    const at = { from: span.start.offset, to: span.end.offset };
    const written = lines.text.slice(at.from, at.to);
    if (code === 'parse/duplicate-name') {
      edits.push({ from: at.from - 1, to: at.to, text: '' });
      remarks.push({
        kind: 'note',
        at,
        message: `\`${written}\` is left out: something else has that name.`,
      });
    } else if (code === 'parse/lookalike-expectation') {
      const meant = /`(# (?:expect|wait)[^`]*)`/.exec(hint)?.[1] ?? written;
      edits.push({ ...at, text: suggestionLine(meant) });
      const message = `\`${written}\` looks like a check, but it is only a comment.`;
      remarks.push({ kind: 'suggestion', at, message, suggested: meant });
    }
  }
  return { edits, remarks };
}
