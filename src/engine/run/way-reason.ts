import type { Way } from '../model/runbook.ts';

/** Why what follows is left out, for people. */
export function reasonOf({ to, expectation: { span } }: Way): string {
  const where = `line ${span.start.line}`;
  return to === undefined ? `done, by ${where}` : `${where} goes on at \`${to}\``;
}
