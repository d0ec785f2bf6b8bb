import { type Duplex, pipeline } from 'node:stream';
import type { ContainerRuntime } from '../../workloads/runtime.ts';
import { type ResourceRequest, requireObject } from '../request.ts';
import type { KubeObject } from '../store/object.ts';
import { endStream } from './remote-streams.ts';
import type { SpdyStream } from './spdy-connection.ts';

/** Opens a connection to a port of the pod that a request is about. */
export type OpenPort = (port: number) => Promise<Duplex>;

/** @throws ApiError NotFound */
export function portOpener(request: ResourceRequest): OpenPort {
  const pod: KubeObject = requireObject(request);
  const { runtime }: { runtime: ContainerRuntime } = request.world;
  return (port) => runtime.connect(pod, port);
}

/**
 * Pairs the streams of port-forward over SPDY, an error and a data stream a connection, and joins each pair with the
 * port that it names.
 */
export function spdyPortForward(open: OpenPort): (stream: SpdyStream) => void {
  const waiting = new Map<string, SpdyStream>();
  return (stream) => {
    const id = stream.headers.get('requestid') ?? '';
    const other = waiting.get(id);
    if (!other) {
      waiting.set(id, stream);
      stream.once('close', () => waiting.get(id) === stream && waiting.delete(id));
      return;
    }
    waiting.delete(id);
    const [error, data] = stream.headers.get('streamtype') === 'error' ? [stream, other] : [other, stream];
    void join(open, error, data);
  };
}

async function join(open: OpenPort, error: SpdyStream, data: SpdyStream): Promise<void> {
  error.resume();
  const port = Number(data.headers.get('port'));
  try {
    const backend = await open(port);
    await copy(data, backend);
  } catch (failure) {
    error.write(Buffer.from(failure instanceof Error ? failure.message : String(failure)));
  }
  await Promise.all([endStream(data), endStream(error)]);
  for (const stream of [data, error]) stream.destroy();
}

/** Joins both directions; resolves when the backend has sent all, or either side is gone. */
export function copy(client: Duplex, backend: Duplex): Promise<void> {
  return new Promise((resolve) => {
    backend.on('error', () => backend.destroy());
    client.once('close', () => backend.destroy());
    client.on('data', (chunk: Buffer) => {
      if (backend.writable && !backend.write(chunk)) {
        client.pause();
        backend.once('drain', () => client.resume());
      }
    });
    client.once('end', () => backend.end());
    pipeline(backend, client, () => resolve());
  });
}
