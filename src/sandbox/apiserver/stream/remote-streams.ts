import { type Readable, Writable } from 'node:stream';

/** A client at the other end of exec or attach, whatever carries its streams. */
export type RemoteStreams = {
  readonly stdin?: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal;
  /** Ends the output, tells how it went, and hangs up. */
  finish(status: unknown): Promise<void>;
};

/** Which streams the client asked for. With a terminal, stderr goes into stdout. */
export type WantedStreams = {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
};

/** Reads them from a request's query. */
export function wantedStreams(query: URLSearchParams): WantedStreams {
  const wants = (name: string) => ['true', '1'].includes(query.get(name) ?? '');
  const tty = wants('tty');
  return { stdin: wants('stdin'), stdout: wants('stdout'), stderr: wants('stderr') && !tty, tty };
}

/** A stream whose writes are done when `send` is. */
export const writableTo = (send: (chunk: Buffer) => Promise<void>): Writable =>
  new Writable({
    write(chunk: Buffer, _encoding, done) {
      send(chunk).then(() => done(), done);
    },
  });

/** For output that nobody asked for. */
export const discard = (): Writable => writableTo(async () => {});

/** Ends a stream and waits until all of it is written, or it is broken. */
export const endStream = (stream: Writable): Promise<void> =>
  new Promise((resolve) => {
    if (stream.destroyed || stream.writableFinished) return resolve();
    stream.once('close', resolve);
    stream.once('error', () => resolve());
    stream.end(() => resolve());
  });
