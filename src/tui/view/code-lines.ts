import type { Code } from 'mdast';
import { type ShellPart, shellParts } from '../../engine/shell/parts.ts';
import { type Line, type Span, span } from '../text/line.ts';
import { safe } from '../text/safe.ts';
import { styles } from '../text/styles.ts';
import { yamlParts } from '../text/yaml-parts.ts';

/** Fences that have been read: a page is drawn many times. */
const read = new WeakMap<Code, readonly Line[]>();

/** Characters above which code has no colours: reading it must not hold up the screen. */
const longCode = 20_000;

type Part = { readonly kind: ShellPart['kind'] | 'key'; readonly from: number; readonly to: number };

const styleOf: Readonly<Record<Part['kind'], string>> = {
  command: styles.accent,
  key: styles.accent,
  option: '',
  variable: styles.variable,
  text: styles.good,
  comment: styles.faint,
};

const readers: Readonly<Record<string, (text: string) => readonly Part[]>> = {
  bash: shellParts,
  sh: shellParts,
  shell: shellParts,
  yaml: yamlParts,
  yml: yamlParts,
};

/** The lines of a fence as they are shown: commands and YAML in colours, everything else as it is. */
export function codeLines(node: Code): readonly Line[] {
  const known = read.get(node);
  if (known !== undefined) return known;
  const reader = readers[node.lang ?? ''];
  const parts = reader === undefined || node.value.length > longCode ? [] : reader(node.value);
  const lines = painted(node.value, parts);
  read.set(node, lines);
  return lines;
}

/** Text in lines; where several parts lie on each other, the last one counts. */
function painted(text: string, parts: readonly Part[]): readonly Line[] {
  const style = Array<string>(text.length).fill('');
  for (const { kind, from, to } of parts) style.fill(styleOf[kind], from, to);
  const lines: Span[][] = [[]];
  for (let from = 0; from < text.length; ) {
    let to = from + 1;
    while (to < text.length && style[to] === style[from]) to += 1;
    for (const [index, piece] of text.slice(from, to).split('\n').entries()) {
      if (index > 0) lines.push([]);
      const shown = safe(piece);
      if (shown !== '') lines.at(-1)?.push(span(shown, style[from]));
    }
    from = to;
  }
  return lines;
}
