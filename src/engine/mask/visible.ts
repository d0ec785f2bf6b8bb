/**
 * A text as it is seen: without what steers a terminal, and without the line ends that encoders put into long base64
 * and hexadecimal. `at[i]` is where its character `i` stands in the text as it came; undefined when nothing was taken
 * out. From `end` on the text as it came may be the beginning of a sequence, so nothing is known of it yet.
 */
export type Visible = { readonly text: string; readonly at: Int32Array | undefined; readonly end: number };

/**
 * Sequences that steer a terminal (ECMA-48: CSI; strings such as titles and links, which end at the end of a line at
 * the latest; others), what a backspace takes back, and control characters that show nothing. NUL is among them, so
 * UTF-16 is read as well.
 */
const unseen =
  /\u001b\[[0-?]*[ -/]*[@-~]|\u009b[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b\u009c\n]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]|[^\n\u0008]\u0008|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** A sequence that the next piece of a stream may go on with. A longer one is none. */
const unfinished =
  /(?:\u001b(?:\[[0-?]*[ -/]*|[ -/]*|[\]PX^_][^\u0007\u001b\u009c\n]*\u001b?)?|\u009b[0-?]*[ -/]*)$/;
const longestSequence = 4_096;

/** base64 is wrapped at 76 or 64 characters, hexadecimal at 60, `fold` folds at 80. */
const rowLengths = [60, 64, 76, 80];

/** `open`: more may follow. */
export function visible(text: string, open = false): Visible {
  const end = open ? unfinishedAt(text) : text.length;
  const cuts = [...sequences(text, end), ...wraps(text, end)].sort((one, other) => one[0] - other[0]);
  if (cuts.length === 0) return { text: end === text.length ? text : text.slice(0, end), at: undefined, end };
  const at = new Int32Array(end);
  const pieces: string[] = [];
  let length = 0;
  let from = 0;
  for (const [start, stop] of [...cuts, [end, end] as const]) {
    if (start > from) pieces.push(text.slice(from, start));
    for (let index = from; index < start; index++) at[length++] = index;
    from = Math.max(from, stop);
  }
  return { text: pieces.join(''), at: at.subarray(0, length), end };
}

type Cut = readonly [start: number, stop: number];

function sequences(text: string, end: number): readonly Cut[] {
  if (!control.test(text)) return [];
  const cuts: Cut[] = [];
  for (const { index, 0: found } of text.matchAll(unseen)) {
    if (index >= end) break;
    cuts.push([index, Math.min(end, index + found.length)]);
  }
  return cuts;
}

function unfinishedAt(text: string): number {
  const from = Math.max(0, text.length - longestSequence);
  const tail = text.slice(from);
  const found = control.test(tail) ? unfinished.exec(tail) : null;
  return found === null ? text.length : from + found.index;
}

/** Line ends within base64 or hexadecimal: behind a full row of its characters, and before another one. */
function wraps(text: string, end: number): readonly Cut[] {
  const cuts: Cut[] = [];
  let from = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', from)) {
    const stop = text.charCodeAt(at - 1) === 13 ? at - 1 : at;
    const goesOn = at + 1 >= text.length || isDigit(text.charCodeAt(at + 1));
    if (goesOn && rowLengths.includes(stop - from) && isRow(text, from, stop)) cuts.push([stop, at + 1]);
    from = at + 1;
  }
  return cuts;
}

function isRow(text: string, from: number, stop: number): boolean {
  for (let at = from; at < stop; at++) if (!isDigit(text.charCodeAt(at))) return false;
  return true;
}

/** Of base64, either alphabet, with its padding. */
function isDigit(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 47 && code <= 57) ||
    code === 43 ||
    code === 45 ||
    code === 61 ||
    code === 95
  );
}
