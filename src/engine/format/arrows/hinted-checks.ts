import type { Check } from './check-line.ts';

/** A check that prose hints at; `at` is the offset of the hint in the prose. */
type Hint = { readonly check: Check; readonly at: number; readonly phrase: string };

const shows =
  /\b(?:should|must|will)\s+(?:now\s+|then\s+|also\s+)?(?:show|contain|print|say|return|include|report|output|see|display)s?\s+(?:that\s+)?/giu;

/** Texts that say of themselves where they end: in quotes, in backticks. */
const quoted = /^(?:"([^"\n]{1,120})"|“([^”\n]{1,120})”|`([^`\n]{1,120})`)/u;

/** Without quotes only what can hardly be prose: an answer's status, a capitalised message up to the sentence's end. */
const bare = /^(HTTP \d{3}\b|[A-Z]{2,}[A-Z\d]*:?(?: [^\s.;,()]+){0,6})(?=[.;,)\s]|$)/u;

/** What sentences such as "should contain X" hint at. */
export function hintedChecks(prose: string): readonly Hint[] {
  return [...prose.matchAll(shows)].flatMap((match) => {
    const rest = prose.slice(match.index + match[0].length);
    const found = quoted.exec(rest) ?? bare.exec(rest);
    const text = found?.slice(1).find((group) => group !== undefined);
    if (!text || !found) return [];
    return [{ check: { text: text.trim() }, at: match.index, phrase: `${match[0]}${found[0]}` }];
  });
}

const wait =
  /\b(?:wait|after|within|takes?)\s+(?:about\s+|around\s+|for\s+|up to\s+|~\s*)*(\d{1,5})\s*(s|m|sec(?:ond)?s?|min(?:ute)?s?)\b/iu;

/** The time that prose such as "wait ~5s" speaks of, in seconds. */
export function hintedSeconds(prose: string): number | undefined {
  const [, number, unit = ''] = wait.exec(prose) ?? [];
  if (number === undefined) return undefined;
  return Number(number) * (unit.toLowerCase().startsWith('m') ? 60 : 1);
}

/** The word that looks long enough for something that takes about so many seconds. */
export function patience(seconds: number): string {
  const within = Math.max(30, Math.min(seconds * 2, 3600));
  return within % 60 === 0 ? `within ${within / 60}m` : `within ${within}s`;
}
