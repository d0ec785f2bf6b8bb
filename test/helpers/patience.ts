/**
 * How long a test waits for what has to come, in milliseconds: long enough for a machine with several times more to do
 * than it has cores. It costs nothing where it comes: `expect.poll` and the helpers here look again and again.
 */
export const patienceMs = 60_000;

/** How long a test may take that waits so, of a project of vitest. */
export const patient = {
  testTimeout: 3 * patienceMs,
  hookTimeout: 3 * patienceMs,
  expect: { poll: { timeout: patienceMs } },
};
