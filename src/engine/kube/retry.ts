/** How often a request is repeated, as client-go does. */
export const mostRetries = 10;

/** The wait after an answer that asks for one without saying how long, and after a lost connection. */
const shortWaitMs = 1_000;
const firstResetWaitMs = 50;

/** What a server says when the member of etcd that leads it has changed in the middle of a request. */
const leaderChanged = /etcdserver: (?:leader changed|request timed out|no leader)/;

type Answer = { readonly status: number; readonly retryAfter: string | undefined; readonly body: unknown };

/**
 * How long to wait before a request is repeated; undefined when its answer stands. Repeated are answers that ask for
 * it: 429, what has a Retry-After (client-go's rest/with_retry.go), and a change of etcd's leader.
 */
export function waitAfterAnswer({ status, retryAfter, body }: Answer): number | undefined {
  const seconds = Number(retryAfter);
  const asked = retryAfter === undefined || !Number.isFinite(seconds) ? undefined : seconds * 1000;
  if (status === 429) return asked ?? shortWaitMs;
  if (status >= 500 && asked !== undefined) return asked;
  if (status >= 500 && leaderChanged.test(JSON.stringify(body))) return shortWaitMs;
  return undefined;
}

const lostConnection: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/**
 * The same after an error. Reading, applying and deleting may be repeated when the connection is lost: what they do
 * twice is what they do once.
 */
export function waitAfterError(error: unknown, attempt: number): number | undefined {
  const { code = '' } = error as NodeJS.ErrnoException;
  return lostConnection.has(code) ? firstResetWaitMs * 2 ** attempt : undefined;
}
