import { secretMask } from '../model/mask.ts';

/** Whether a line of the document is the recorded one, in which a mask stands for any secret. */
export function saysTheSame(now: string, recorded: string): boolean {
  if (now === recorded) return true;
  if (!recorded.includes(secretMask)) return false;
  const [first = '', ...rest] = recorded.split(secretMask);
  const last = rest.pop() ?? '';
  if (!now.startsWith(first) || now.length < first.length + last.length) return false;
  const end = now.length - last.length;
  let at = first.length;
  for (const piece of rest) {
    const found = now.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return now.endsWith(last);
}

/** Whether all lines are. */
export function allSayTheSame(now: readonly string[], recorded: readonly string[]): boolean {
  return now.length === recorded.length && now.every((line, at) => saysTheSame(line, recorded[at] ?? ''));
}
