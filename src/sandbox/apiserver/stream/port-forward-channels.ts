import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { badRequest } from '../store/api-error.ts';
import { copy, type OpenPort } from './port-forward.ts';
import { bytesOf, channelSender } from './web-socket-remote-streams.ts';

/** The ports that a client of the channel protocol names in its query. @throws ApiError 400 */
export function portsOf(query: URLSearchParams): number[] {
  const ports = query
    .getAll('ports')
    .flatMap((part) => part.split(','))
    .map(Number);
  if (ports.length === 0) throw badRequest('query parameter "ports" is required');
  if (ports.some((port) => !Number.isInteger(port) || port < 1 || port > 65535))
    throw badRequest('query parameter "ports" is malformed');
  return ports;
}

/**
 * Port-forward as client libraries do it: of port number i, channel 2i carries data and 2i+1 errors, and the first
 * message of each is the port.
 */
export function channelPortForward(socket: WebSocket, ports: readonly number[], open: OpenPort): void {
  const data = ports.map((_port, index) => channelDuplex(channelSender(socket, index * 2)));
  socket.on('message', (message) => {
    const bytes = bytesOf(message);
    const [number = 0] = bytes;
    if (number % 2 === 0) data[number / 2]?.push(bytes.subarray(1));
  });
  socket.on('close', () => {
    for (const channel of data) channel.destroy();
  });
  const forwards = ports.map((port, index) => forward({ socket, port, index, channel: data[index], open }));
  void Promise.all(forwards).then(() => socket.close(1000));
}

type Forward = {
  readonly socket: WebSocket;
  readonly port: number;
  readonly index: number;
  readonly channel: Duplex | undefined;
  readonly open: OpenPort;
};

async function forward({ socket, port, index, channel, open }: Forward): Promise<void> {
  const portBytes = Buffer.alloc(2);
  portBytes.writeUInt16LE(port);
  await channelSender(socket, index * 2)(portBytes);
  const fail = channelSender(socket, index * 2 + 1);
  await fail(portBytes);
  try {
    const backend = await open(port);
    if (channel) await copy(channel, backend);
  } catch (failure) {
    await fail(Buffer.from(failure instanceof Error ? failure.message : String(failure)));
  }
}

function channelDuplex(send: (chunk: Buffer) => Promise<void>): Duplex {
  const duplex = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      send(chunk).then(() => done(), done);
    },
  });
  return duplex.on('error', () => {});
}
