import type { Edit } from '../format/edits.ts';
import type { Expectation } from '../model/runbook.ts';
import { isFence } from '../model/statements.ts';
import { shortDuration } from '../parse/duration.ts';

/** A check waits no less than this, and this many times as long as it took in this run. */
const leastMs = 30_000;
const times = 4;

/** How long a check has to wait for what showed after a while: half a minute, or whole minutes. */
function withinFor(afterMs: number): string {
  const ms = times * afterMs;
  return shortDuration(ms > leastMs ? Math.ceil(ms / 60_000) * 60_000 : leastMs);
}

/** The edit that makes a check wait for what came later than its command. */
export function addWithin(expectation: Expectation, afterMs: number): Edit {
  const { source, span } = expectation;
  const within = withinFor(afterMs);
  if (isFence(expectation)) {
    const at = span.start.offset + (source.split(/\r\n|\r|\n/)[0] ?? '').trimEnd().length;
    return { from: at, to: at, text: ` within=${within}` };
  }
  const head = source.slice(0, source.indexOf(':')).trimEnd();
  // The words before the colon have an order, in which `within` is the last one here.
  const at = span.start.offset + head.length;
  return { from: at, to: at, text: ` within ${within}` };
}
