/** Exact, `prefix*`, `*suffix`, or `*` for anything that is there. */
export function textFits(pattern: string, value: string | undefined): boolean {
  if (!value) return false;
  if (pattern === '*') return true;
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  if (pattern.startsWith('*')) return value.endsWith(pattern.slice(1));
  return value === pattern;
}
