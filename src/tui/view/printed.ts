/**
 * What a statement has printed lately: enough to fill any window, however much it prints. `cut` when there was more;
 * `old` when it is from the try before, which stays in sight until the new one prints something.
 */
export type Printed = { readonly text: string; readonly cut: boolean; readonly old: boolean };

/** Characters that are kept; a window of 200 × 50 shows a sixth of them. */
const kept = 65_536;

export const nothingPrinted: Printed = { text: '', cut: false, old: false };

/** One piece later. The front is cut off in big steps, so that thousands of pieces a second cost little. */
export function printedMore(before: Printed, piece: string): Printed {
  const { text, cut } = before.old ? nothingPrinted : before;
  const all = text + piece;
  if (all.length <= 2 * kept) return { text: all, cut, old: false };
  return { text: atLineStart(all.slice(-kept)), cut: true, old: false };
}

/** A cut line would look like one that was printed so; one line that is longer than everything is cut all the same. */
function atLineStart(text: string): string {
  const end = text.indexOf('\n');
  return end === -1 || end === text.length - 1 ? text : text.slice(end + 1);
}
