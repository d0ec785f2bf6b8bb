/** Why a regular expression can't be read; `from` and `to` are offsets in it. */
type Fault = { readonly message: string; readonly from: number; readonly to: number };

/** Longer or more often repeated ones can exhaust the stack or the memory of the engine when it compiles them. */
const longest = 1_000;
const largest = 10_000;

/** What is wrong with a regular expression; undefined when JavaScript takes it. The engine gives no place: it is looked for. */
export function regexFault(source: string): Fault | undefined {
  const whole = { from: 0, to: source.length };
  if (source.length > longest) return { message: `it is longer than ${longest} characters`, ...whole };
  if (expandedSize(source) > largest) {
    return { message: 'its repetitions multiply to more than the engine can hold', ...whole };
  }
  try {
    new RegExp(source);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message.replace(/^.*\/: /s, '') : String(error);
    const place = placeOf(message, source) ?? whole;
    return { message: message.charAt(0).toLowerCase() + message.slice(1), ...place };
  }
}

const pieces = /\\.|\[(?:\\.|[^\]\\])*\]|\{(\d+)(?:,(\d*))?\}|[()]|./gs;

/** How many characters an expression has with every `{n,m}` written out, roughly. */
function expandedSize(source: string): number {
  const open: number[] = [];
  let size = 0;
  let last = 0;
  for (const [piece, least, most] of source.matchAll(pieces)) {
    if (piece === '(') {
      open.push(size);
      size = 0;
      last = 0;
    } else if (piece === ')') {
      last = size;
      size += open.pop() ?? 0;
    } else if (least !== undefined) {
      const more = last * (Math.max(Number(least), Number(most ?? 0)) - 1);
      size += more;
      last += more;
    } else {
      last = 1;
      size += 1;
    }
  }
  return open.reduce((sum, each) => sum + each, size);
}

type Place = Pick<Fault, 'from' | 'to'>;

function placeOf(message: string, source: string): Place | undefined {
  const { open, stray, set } = brackets(source);
  const one = (at: number | undefined): Place | undefined =>
    at === undefined ? undefined : { from: at, to: at + 1 };
  if (/character class/i.test(message)) return one(set);
  if (/Unterminated group/i.test(message)) return one(open);
  if (/Unmatched/i.test(message)) return one(stray);
  if (/Nothing to repeat/i.test(message)) return one(/(?:^|[(|])([*+?{])/d.exec(source)?.indices?.[1]?.[0]);
  return /\\ at end/i.test(message) ? one(source.length - 1) : undefined;
}

/** The last `(` that is never closed, the first `)` that closes nothing, and the `[` that is never closed. */
function brackets(source: string): { open?: number; stray?: number; set?: number } {
  const groups: number[] = [];
  let set: number | undefined;
  let stray: number | undefined;
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at];
    if (character === '\\') at += 1;
    else if (set !== undefined) set = character === ']' ? undefined : set;
    else if (character === '[') set = at;
    else if (character === '(') groups.push(at);
    else if (character === ')' && groups.pop() === undefined) stray ??= at;
  }
  const open = groups.at(-1);
  return {
    ...(open === undefined ? {} : { open }),
    ...(stray === undefined ? {} : { stray }),
    ...(set === undefined ? {} : { set }),
  };
}
