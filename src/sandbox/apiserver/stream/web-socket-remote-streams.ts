import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { RawData, WebSocket } from 'ws';
import { discard, endStream, type RemoteStreams, type WantedStreams, writableTo } from './remote-streams.ts';

const channel = { stdin: 0, stdout: 1, stderr: 2, error: 3, close: 255 } as const;

/** kubectl 1.30 to 1.32 lose what comes before they have set up their streams, right after the upgrade. */
const firstFrameMs = 15;

/** Sends one message on a channel; resolves when it is on its way, or the client is gone. */
export const channelSender =
  (socket: WebSocket, number: number) =>
  (chunk: Buffer): Promise<void> =>
    new Promise((resolve) => {
      if (socket.readyState !== socket.OPEN) return resolve();
      socket.send(Buffer.concat([Buffer.from([number]), chunk]), () => resolve());
    });

/** A message as bytes. */
export const bytesOf = (data: RawData): Buffer =>
  Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);

/** Streams of exec and attach over a WebSocket, told apart by each message's first byte. */
export function webSocketRemoteStreams(socket: WebSocket, wanted: WantedStreams): RemoteStreams {
  const gone = new AbortController();
  const stdin = new PassThrough({ highWaterMark: 1024 * 1024 });
  stdin.on('error', () => {});
  socket.on('message', (data) => receive(socket, stdin, bytesOf(data)));
  socket.on('close', () => {
    gone.abort();
    stdin.destroy();
  });
  const opened = delay(firstFrameMs);
  const output = (isWanted: boolean, number: number) => {
    if (!isWanted) return discard();
    const send = channelSender(socket, number);
    return writableTo((chunk) => opened.then(() => send(chunk)));
  };
  const stdout = output(wanted.stdout, channel.stdout);
  const stderr = output(wanted.stderr, channel.stderr);
  return {
    ...(wanted.stdin ? { stdin } : {}),
    stdout,
    stderr,
    signal: gone.signal,
    async finish(status) {
      await Promise.all([endStream(stdout), endStream(stderr), opened]);
      await channelSender(socket, channel.error)(Buffer.from(JSON.stringify(status)));
      socket.close(1000);
    },
  };
}

function receive(socket: WebSocket, stdin: PassThrough, message: Buffer): void {
  const [number] = message;
  const content = message.subarray(1);
  if (number === channel.close && content[0] === channel.stdin) stdin.end();
  if (number !== channel.stdin || content.length === 0 || stdin.writableEnded || stdin.destroyed) return;
  if (stdin.write(content)) return;
  socket.pause();
  stdin.once('drain', () => socket.resume());
}
