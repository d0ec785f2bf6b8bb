import type { Blockquote, Code, List, ListItem } from 'mdast';
import { type Line, restyled, span } from '../text/line.ts';
import { safe } from '../text/safe.ts';
import { styles } from '../text/styles.ts';
import { wrapped } from '../text/wrap.ts';
import { type Fold, type Foldable, htmlText, withFolds } from './folds.ts';
import { type InlineOptions, inline } from './inline.ts';
import { apart, indented, type Row, rowsOf } from './row.ts';
import { tableRows } from './table.ts';

type ProseOptions = InlineOptions & {
  readonly room: number;
  /** Whether folds show what is in them. */
  readonly open: boolean;
  /** Draws a fence: one that runs is drawn by those who know how it stands. */
  readonly code: (node: Code, room: number) => readonly Row[];
};

/** Widest rows of prose: longer ones are hard to read, however wide the terminal. */
const readable = 96;

/** Markdown as rows, one blank row between its paragraphs. */
export function proseRows(nodes: readonly Foldable[], options: ProseOptions): readonly Row[] {
  return apart(foldsIn(nodes).map((node) => blockRows(node, options)));
}

function foldsIn(nodes: readonly Foldable[]): readonly Foldable[] {
  return nodes.every((node) => node.type !== 'fold') ? withFolds(nodes) : nodes;
}

function blockRows(node: Foldable, options: ProseOptions): readonly Row[] {
  const narrow = { ...options, room: Math.min(options.room, readable) };
  switch (node.type) {
    case 'paragraph':
      return text(inline(node.children, options), narrow);
    case 'heading':
      return text(restyled(inline(node.children, options), styles.strong), narrow);
    case 'blockquote':
      return quoteRows(node, options);
    case 'list':
      return listRows(node, options);
    case 'code':
      return options.code(node, options.room);
    case 'fold':
      return foldRows(node, options);
    case 'table':
      return tableRows(node, options.room, options);
    case 'thematicBreak':
      return rowsOf([[span('─'.repeat(Math.min(options.room, 40)), styles.faint)]]);
    case 'html':
      return text([span(safe(htmlText(node.value)))], narrow).filter(({ line }) => line.length > 0);
    default:
      // Definitions, footnotes and front matter have no place of their own in the text.
      return [];
  }
}

function text(line: Line, { room }: ProseOptions): readonly Row[] {
  return rowsOf(wrapped(line, room));
}

function quoteRows(quote: Blockquote, options: ProseOptions): readonly Row[] {
  const alert = readAlert(quote);
  const bar: Line = [span('┃ ', alert?.style ?? styles.faint)];
  const inner = { ...options, room: Math.min(options.room, readable) - 2 };
  if (alert === undefined) return indented(proseRows(quote.children, inner), bar);
  const label = [span(alert.label, `${styles.strong};${alert.style}`)];
  return indented([{ line: label }, ...proseRows(alert.body.children, inner)], bar);
}

function listRows(list: List, options: ProseOptions): readonly Row[] {
  const from = list.start ?? 1;
  const marks = list.children.map((item, index) => markOf(item, list.ordered ? from + index : undefined));
  const wide = Math.max(0, ...marks.map((mark) => mark.length)) + 1;
  const items = list.children.map((item, index) => {
    const rows = itemRows(item, { ...options, room: options.room - wide });
    const first = span((marks[index] ?? '').padEnd(wide), styles.faint);
    return indented(rows, [first], [span(' '.repeat(wide))]);
  });
  return list.spread ? apart(items) : items.flat();
}

function markOf(item: ListItem, number: number | undefined): string {
  if (typeof item.checked === 'boolean') return item.checked ? '[x]' : '[ ]';
  return number === undefined ? '•' : `${number}.`;
}

function itemRows(item: ListItem, options: ProseOptions): readonly Row[] {
  const groups = withFolds(item.children).map((node) => blockRows(node, options));
  return item.spread ? apart(groups) : groups.flat();
}

function foldRows(fold: Fold, options: ProseOptions): readonly Row[] {
  const mark = options.open ? '▾ ' : '▸ ';
  const hint = options.open ? [] : [span('  (i opens)', styles.faint)];
  const summary = wrapped([span(safe(fold.summary), styles.strong), ...hint], options.room - 2);
  const head = indented(rowsOf(summary), [span(mark, styles.accent)], [span('  ')]);
  if (!options.open) return head;
  const body = proseRows(fold.children, { ...options, room: options.room - 2 });
  return apart([head, indented(body, [span('  ')])]);
}

/** GitHub's alerts with the style of their bar and label. */
const alerts: Readonly<Record<string, string>> = {
  NOTE: styles.note,
  TIP: styles.good,
  IMPORTANT: styles.accent,
  WARNING: styles.warn,
  CAUTION: styles.bad,
};

type Alert = { readonly label: string; readonly style: string; readonly body: Blockquote };

/** Reads `> [!NOTE]`, its marker taken out of the body; undefined for any other quotation. */
function readAlert(quote: Blockquote): Alert | undefined {
  const [first, ...others] = quote.children;
  const [marker, ...rest] = first?.type === 'paragraph' ? first.children : [];
  if (first?.type !== 'paragraph' || marker?.type !== 'text') return undefined;
  const [written, label = ''] = /^\[!([A-Z]+)\][ \t]*(?:\n|$)/.exec(marker.value) ?? [];
  const style = alerts[label];
  if (written === undefined || style === undefined) return undefined;
  const left = marker.value.slice(written.length);
  const children = [...(left === '' ? [] : [{ ...marker, value: left }]), ...rest];
  const paragraph = children.length === 0 ? [] : [{ ...first, children }];
  return { label, style, body: { ...quote, children: [...paragraph, ...others] } };
}
