/**
 * The texts of a `Warning` header, as an API server sends it: `299 - "text"`, several divided by commas.
 * @see RFC 7234, section 5.5
 */
export function readWarnings(header: string | readonly string[] | undefined): readonly string[] {
  if (header === undefined) return [];
  const joined = typeof header === 'string' ? header : header.join(', ');
  const texts = joined.matchAll(/\b299 \S+ "((?:[^"\\]|\\.)*)"/g);
  return [...texts].map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1'));
}
