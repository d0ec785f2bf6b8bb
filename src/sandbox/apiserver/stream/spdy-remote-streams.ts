import type { Socket } from 'node:net';
import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { discard, endStream, type RemoteStreams, type WantedStreams } from './remote-streams.ts';
import { SpdyConnection, type SpdyStream } from './spdy-connection.ts';

/** A client opens its streams at once; one that doesn't is hung up on. */
const openWithinMs = 30_000;

/** What the client hasn't read when the socket ends is lost to it, so that the end comes a little later. */
const lingerMs = 50;

/** Writes to a socket; resolves when it can take more, or is gone. */
export const socketSender =
  (socket: Socket) =>
  (bytes: Buffer): Promise<void> =>
    new Promise((resolve) => {
      if (socket.destroyed || !socket.writable || socket.write(bytes)) return resolve();
      const settle = () => {
        socket.off('drain', settle).off('close', settle);
        resolve();
      };
      socket.on('drain', settle).on('close', settle);
    });

/** Feeds a connection from its socket until either ends. */
export async function feedFrom(socket: Socket, head: Buffer, connection: SpdyConnection): Promise<void> {
  try {
    if (head.length > 0) await connection.feed(head);
    for await (const chunk of socket) await connection.feed(chunk as Buffer);
  } catch {
    // Bytes that aren't SPDY, or a reset: both end the connection.
  } finally {
    connection.close();
    socket.destroy();
  }
}

/** Streams of exec and attach over SPDY; resolves when the client has opened all of them. */
export function spdyRemoteStreams(
  socket: Socket,
  head: Buffer,
  wanted: WantedStreams,
): Promise<RemoteStreams> {
  const { promise, resolve, reject } = Promise.withResolvers<RemoteStreams>();
  const expected = ['error', 'stdin', 'stdout', 'stderr'].filter(
    (name) => name === 'error' || wanted[name as 'stdin'],
  );
  const streams = new Map<string, SpdyStream>();
  const gone = new AbortController();
  const timer = setTimeout(() => socket.destroy(), openWithinMs);
  const connection = new SpdyConnection({
    send: socketSender(socket),
    onStream: (stream) => {
      const type = stream.headers.get('streamtype') ?? '';
      if (type !== 'stdin') stream.resume();
      streams.set(type, stream);
      if (expected.every((name) => streams.has(name))) resolve(remoteStreams(streams, socket, gone.signal));
    },
  });
  void feedFrom(socket, head, connection).then(() => {
    clearTimeout(timer);
    gone.abort();
    reject(new Error('the client hung up before it had opened its streams'));
  });
  return promise.finally(() => clearTimeout(timer));
}

function remoteStreams(
  streams: ReadonlyMap<string, SpdyStream>,
  socket: Socket,
  signal: AbortSignal,
): RemoteStreams {
  const output = (name: string): Writable => streams.get(name) ?? discard();
  const stdin = streams.get('stdin');
  const stdout = output('stdout');
  const stderr = output('stderr');
  return {
    ...(stdin ? { stdin } : {}),
    stdout,
    stderr,
    signal,
    async finish(status) {
      await Promise.all([endStream(stdout), endStream(stderr)]);
      const error = streams.get('error');
      error?.write(Buffer.from(JSON.stringify(status)));
      if (error) await endStream(error);
      await delay(lingerMs);
      socket.end();
    },
  };
}
