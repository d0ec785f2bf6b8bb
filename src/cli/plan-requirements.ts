import { printable } from '../engine/diagnostics/printable.ts';
import type { Requirement } from '../engine/model/requirement.ts';
import type { Paint } from '../engine/report/style.ts';
import { wrap } from '../engine/report/wrap.ts';

/** Names that are longer have what was found on a line of its own. */
const widestName = 44;

/** What a run needs before its first command, a row each, and below what is missing what to do about it. */
export function requirementLines(
  requirements: readonly Requirement[],
  { paint, columns }: { readonly paint: Paint; readonly columns: number },
): readonly string[] {
  if (requirements.length === 0) return [];
  const kinds = Math.max(...requirements.map(({ kind }) => kind.length));
  const names = requirements.map(({ name }) => printable(name).length).filter((width) => width <= widestName);
  const width = Math.max(0, ...names);
  const indent = ' '.repeat(kinds + 6);
  const folded = (text: string, paintedAs: 'dim' | 'cyan', mark = ''): readonly string[] =>
    wrap(printable(text), columns - indent.length - mark.length).map(
      (line, index) => `${indent}${paint(paintedAs, (index === 0 ? mark : ' '.repeat(mark.length)) + line)}`,
    );
  return requirements.flatMap((requirement) => {
    const { kind, found, diagnostic } = requirement;
    const name = printable(requirement.name);
    const start = `  ${markOf(requirement, paint)} ${paint('dim', kind.padEnd(kinds))}  `;
    const isShort = name.length <= width && indent.length + width + 2 + found.length <= columns;
    const shown = isShort
      ? [`${start}${name.padEnd(width)}  ${paint('dim', printable(found))}`]
      : [start + name, ...folded(found, 'dim')];
    return [...shown, ...(diagnostic?.hint === undefined ? [] : folded(diagnostic.hint, 'cyan', '→ '))];
  });
}

function markOf({ state, diagnostic }: Requirement, paint: Paint): string {
  if (diagnostic?.severity === 'error') return paint('red', '✗');
  if (diagnostic !== undefined) return paint('yellow', '!');
  return state === 'met' ? paint('green', '✓') : paint('yellow', '?');
}
