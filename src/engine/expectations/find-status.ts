import type { Asked, Ended, Finding, Place, Watch } from './kind.ts';
import { linesWith } from './lines.ts';
import { findInLine, matcherOf } from './match.ts';
import { missingIn, missingWords, unsetIn } from './missing-pattern.ts';
import { fillPattern, type Pattern } from './pattern.ts';
import { linesOf } from './readable.ts';
import { isStatusLine, isTunnelLine } from './status-line.ts';

/** Whether a pattern asks for a response: it begins with `HTTP` and a status. */
export function asksForStatus({ quoted, parts }: Pattern): boolean {
  return !quoted && parts[0]?.kind === 'protocol';
}

/**
 * Looks for a response with a status. Where the output has status lines, only these count: a page that mentions another
 * status is no response. Each of them counts, of a redirection too, but for what a proxy answers before the server.
 */
export function watchStatus(pattern: Pattern, { variables }: Asked): Watch {
  const unset = unsetIn(pattern, variables);
  if (unset) return { take: () => true, finding: () => unset };
  const filled = fillPattern(pattern, variables);
  const matcher = matcherOf(filled);
  let hasStatusLine = false;
  let response: Place | undefined;
  let mention: Place | undefined;
  return {
    take: ({ shown }) => {
      for (const line of linesWith(shown, 'HTTP')) {
        if (isTunnelLine(line)) continue;
        const isResponse = isStatusLine(line);
        hasStatusLine ||= isResponse;
        const match = (isResponse ? response : mention) ? undefined : findInLine(matcher, line);
        const place = match && { line, from: match.from + 1, to: match.to + 1 };
        if (isResponse) response ??= place;
        else mention ??= place;
      }
      return response !== undefined;
    },
    finding: (ended) => {
      const where = hasStatusLine ? response : mention;
      if (where) return { result: 'found', where };
      return hasStatusLine ? otherStatus(filled, mention !== undefined, ended) : missingWords(filled, ended);
    },
  };
}

/** What the responses were instead. */
function otherStatus(pattern: Pattern, isMentioned: boolean, ended: Ended): Finding {
  const responses = linesOf(ended.kept).filter(isStatusLine);
  const missing = missingIn(pattern, { ...ended, kept: responses.join('\n') });
  if (missing.result !== 'missing' || !isMentioned) return missing;
  const hint = 'Another line mentions it, but where status lines are printed only these count.';
  return { ...missing, hint };
}
