const longest = 180;

/** The first sentence of a doc comment on one line: what `kubectl explain` shows of a field. */
export function describe(doc: string): { description?: string } {
  const line = doc
    .replace(/<\/?gateway:[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const sentence = /^.*?[.!](?=\s+[A-Z]|$)/.exec(line)?.[0] ?? line;
  const description =
    sentence.length > longest ? `${sentence.slice(0, sentence.lastIndexOf(' ', longest))} ...` : sentence;
  return description ? { description } : {};
}
