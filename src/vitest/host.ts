/**
 * Runs one page for a test worker, in a process of its own: when vitest ends or kills its workers, as it does at
 * Ctrl-C, the cleanup of the page still runs. The system tells it by closing the channel.
 */

import type { HostMessage, HostRequest } from './messages.ts';
import { playPage } from './play-page.ts';

const stop = new AbortController();

process.on('disconnect', () => stop.abort());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
process.on('message', async (request: HostRequest) => {
  if (request.type === 'stop') stop.abort();
  else {
    const faults = await playPage(request, { send, signal: stop.signal }).catch(bug);
    await new Promise<void>((resolve) => send({ type: 'end', faults }, resolve));
    process.exit();
  }
});

/** Nobody hears it any more when the channel is closed, which is no reason to break off. */
function send(message: HostMessage, done: () => void = () => undefined): void {
  if (process.connected && process.send !== undefined) process.send(message, undefined, undefined, done);
  else done();
}

function bug(error: unknown) {
  const stack = error instanceof Error ? error.stack : String(error);
  return [{ message: `This is a bug of runbook: ${stack}`, places: [] }];
}
