/** A regular expression of RE2 as one of JavaScript; undefined when it is none. Flags stand in front, as `(?i)`. */
export function patternOf(source: string, flags = ''): RegExp | undefined {
  const [, own = '', rest = source] = /^\(\?([ims]+)\)(.*)$/s.exec(source) ?? [];
  try {
    return new RegExp(rest, flags + own);
  } catch {
    return undefined;
  }
}

/** Whether a pattern takes in a text from end to end; one that is no pattern fits nothing. */
export function wholly(pattern: string, text: string): boolean {
  const found = patternOf(pattern);
  return found !== undefined && found.exec(text) !== null && anchored(found).test(text);
}

const anchored = ({ source, flags }: RegExp): RegExp => new RegExp(`^(?:${source})$`, flags);
