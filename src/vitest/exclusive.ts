import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

type ExclusiveOptions = {
  readonly signal: AbortSignal;
  /** Is told, once for each key, that another process has it. */
  readonly onWait: (key: string) => void;
};

/** What the holder of a port says to whoever connects. */
const greeting = 'runbook holds this\n';

/** How long a holder may take to say it: it may be busy, and to take it for a stranger would be worse than to wait. */
const greetingLimitMs = 30_000;

/** Below the ports that systems give out by themselves. */
const firstPort = 20_000;
const portCount = 10_000;

/**
 * Takes names for this process alone, and waits as long as other processes of this machine have one of them. Each
 * stands for a port of the loopback that is listened on: the system takes it back however the process ends, and the
 * others see at once when that happens. They are taken in one order, so nobody waits in a circle.
 * @throws when the signal is aborted.
 */
export async function takeExclusively(keys: readonly string[], options: ExclusiveOptions): Promise<void> {
  const ports = new Map(keys.map((key) => [portOf(key), key]));
  for (const [port, key] of [...ports].sort(([one], [other]) => one - other)) await take(port, key, options);
}

async function take(port: number, key: string, options: ExclusiveOptions): Promise<void> {
  let told = false;
  for (let at = port; ; ) {
    options.signal.throwIfAborted();
    if (await listenOn(at)) return;
    const holder = await meet(at, options.signal);
    // Some other program's port: the next one is as good.
    if (holder === 'stranger') at += 1;
    if (holder === 'stranger' || holder === 'gone') continue;
    if (!told) options.onWait(key);
    told = true;
    if (!holder.destroyed) await once(holder, 'close', { signal: options.signal });
  }
}

function portOf(key: string): number {
  return firstPort + (createHash('sha256').update(key).digest().readUInt32BE() % portCount);
}

/** @returns Whether the port is ours now, for as long as this process lives. */
async function listenOn(port: number): Promise<boolean> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.unref();
    socket.write(greeting);
  });
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  server.once('listening', () => resolve(true));
  server.once('error', (error: NodeJS.ErrnoException) =>
    error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(false) : reject(error),
  );
  server.listen({ port, host: '127.0.0.1', exclusive: true });
  server.unref();
  return promise;
}

/** The connection to who has a port; it closes when they are through. */
async function meet(port: number, signal: AbortSignal): Promise<Socket | 'gone' | 'stranger'> {
  const socket = connect({ port, host: '127.0.0.1' });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(greetingLimitMs)]);
  try {
    const [said] = await once(socket, 'data', { signal: limit });
    socket.on('error', () => socket.destroy()).resume();
    if (String(said) === greeting) return socket;
    socket.destroy();
    return 'stranger';
  } catch {
    const gone = !limit.aborted;
    socket.on('error', () => undefined).destroy();
    return gone ? 'gone' : 'stranger';
  }
}
