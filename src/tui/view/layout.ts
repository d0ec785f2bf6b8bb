/** How the screen is divided: `stacked` below 110 columns, two columns from there on, three from 160. */
export type Layout = {
  readonly kind: 'tiny' | 'stacked' | 'two' | 'three';
  readonly columns: number;
  /** Whether there is room for blank rows between the parts. */
  readonly airy: boolean;
  /** Rows of everything between header and footer. */
  readonly body: number;
  readonly outline: { readonly columns: number; readonly rows: number };
  readonly document: { readonly columns: number; readonly rows: number };
  readonly output: { readonly columns: number; readonly rows: number };
};

/** Columns at each side of the screen. */
const margin = 1;

/** Columns between two panes: a blank, a line, a blank. */
export const between = 3;

const nothing = { columns: 0, rows: 0 };

/**
 * Divides a terminal; `large` leaves the room of the outline to the document. One row stays free under the frame: a frame that fills the terminal would have to be drawn
 * anew from the top whenever something goes to the scroll-back.
 */
export function layoutOf(columns: number, rows: number, { large = false } = {}): Layout {
  const room = Math.max(1, columns - 2 * margin);
  const airy = rows >= 30;
  const body = Math.max(0, rows - 1 - (airy ? 7 : 4));
  const whole = { columns: room, airy, body };
  if (columns < 40 || rows < 12) {
    const document = { columns: room, rows: body };
    return { ...whole, kind: 'tiny', outline: nothing, document, output: nothing };
  }
  if (columns < 110 || large) return stacked(whole, large);
  return besides(whole, columns >= 160);
}

type Whole = Pick<Layout, 'columns' | 'airy' | 'body'>;

function stacked(whole: Whole, large: boolean): Layout {
  const { columns, body } = whole;
  const rows = large ? 1 : body < 22 ? 3 : body < 32 ? 5 : 8;
  const outline = { columns, rows };
  const document = { columns, rows: body - rows - 1 };
  return { ...whole, kind: 'stacked', outline, document, output: nothing };
}

function besides(whole: Whole, wide: boolean): Layout {
  const { columns: room, body } = whole;
  const outline = { columns: wide ? 46 : Math.min(44, Math.floor(room * 0.34)), rows: body };
  const left = room - outline.columns - between;
  const document = { columns: wide ? Math.floor((left - between) * 0.54) : left, rows: body - 2 };
  const output = wide ? { columns: left - between - document.columns, rows: body - 2 } : nothing;
  return { ...whole, kind: wide ? 'three' : 'two', outline, document, output };
}
