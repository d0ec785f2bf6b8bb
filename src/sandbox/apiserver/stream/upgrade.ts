import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { http } from '../../node-http.ts';
import type { ApiContext } from '../context.ts';
import type { ResourceRequest } from '../request.ts';
import { errorResponse } from '../response.ts';
import { methodNotAllowed, pathNotFound, resourceRequest } from '../routes.ts';
import type { Enter } from '../server.ts';
import { badRequest } from '../store/api-error.ts';
import { portOpener, spdyPortForward } from './port-forward.ts';
import { channelPortForward, portsOf } from './port-forward-channels.ts';
import { remoteCommand } from './remote-command.ts';
import { SpdyConnection } from './spdy-connection.ts';
import { feedFrom, socketSender, spdyRemoteStreams } from './spdy-remote-streams.ts';
import { acceptWebSocket } from './web-socket.ts';
import { bytesOf, webSocketRemoteStreams } from './web-socket-remote-streams.ts';

type Upgrade = {
  readonly context: ApiContext;
  readonly enter: Enter;
  readonly req: IncomingMessage;
  readonly socket: Socket;
  readonly head: Buffer;
};

const commandProtocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const tunnelProtocol = 'SPDY/3.1+portforward.k8s.io';

/** Turns a connection into streams of exec, attach or port-forward, or answers why not; never rejects. */
export async function acceptUpgrade(upgrade: Upgrade): Promise<void> {
  try {
    const request = resourceRequest(upgrade.context, await upgrade.enter(upgrade.req));
    const { subresource, kind, name } = request;
    if (!name || !kind.subresources.some((one) => one === subresource)) throw pathNotFound();
    if (!['GET', 'POST'].includes(request.method)) throw methodNotAllowed();
    if (subresource === 'portforward') await startPortForward(request, upgrade);
    else if (subresource === 'exec' || subresource === 'attach') await startCommand(request, upgrade);
    else throw badRequest(`${kind.plural}/${subresource} can't be upgraded`);
  } catch (error) {
    refuse(upgrade.socket, error);
  }
}

type Transport = 'spdy' | 'web-socket';

function transportOf({ headers }: IncomingMessage): Transport {
  const wanted = String(headers.upgrade ?? '').toLowerCase();
  if (wanted === 'spdy/3.1') return 'spdy';
  if (wanted === 'websocket') return 'web-socket';
  throw badRequest(`unable to upgrade: unknown protocol "${wanted}"`);
}

async function startCommand(request: ResourceRequest, { req, socket, head }: Upgrade): Promise<void> {
  const command = remoteCommand(request);
  if (transportOf(req) === 'web-socket') {
    const client = await acceptWebSocket({ req, socket, head, protocols: commandProtocols });
    void command.run(webSocketRemoteStreams(client, command.wanted));
    return;
  }
  switchToSpdy(socket, 'v4.channel.k8s.io', req);
  const streams = spdyRemoteStreams(socket, head, command.wanted);
  void streams.then((opened) => command.run(opened)).catch(() => socket.destroy());
}

async function startPortForward(request: ResourceRequest, { req, socket, head }: Upgrade): Promise<void> {
  const open = portOpener(request);
  if (transportOf(req) === 'spdy') {
    switchToSpdy(socket, 'portforward.k8s.io', req);
    const connection = new SpdyConnection({ send: socketSender(socket), onStream: spdyPortForward(open) });
    void feedFrom(socket, head, connection);
    return;
  }
  const tunnelled = String(req.headers['sec-websocket-protocol'] ?? '').includes(tunnelProtocol);
  const ports = tunnelled ? [] : portsOf(request.query);
  const protocols = tunnelled ? [tunnelProtocol] : commandProtocols;
  const client = await acceptWebSocket({ req, socket, head, protocols });
  if (!tunnelled) return channelPortForward(client, ports, open);
  const connection = new SpdyConnection({
    send: (bytes) =>
      new Promise((resolve) =>
        client.readyState === client.OPEN ? client.send(bytes, () => resolve()) : resolve(),
      ),
    onStream: spdyPortForward(open),
  });
  let fed = Promise.resolve();
  client.on('message', (data) => {
    client.pause();
    fed = fed
      .then(() => connection.feed(bytesOf(data)))
      .then(
        () => client.resume(),
        () => client.terminate(),
      );
  });
  client.on('close', () => connection.close());
}

/** A client offers several versions, in one header or in many. @throws ApiError 403 when it doesn't offer ours */
function switchToSpdy(socket: Socket, protocol: string, { headers }: IncomingMessage): void {
  const offered = String(headers['x-stream-protocol-version'] ?? '')
    .split(',')
    .map((name) => name.trim());
  if (!offered.includes(protocol))
    throw badRequest(
      `unable to upgrade: unable to negotiate protocol: client supports ${offered}, server accepts ${protocol}`,
    );
  socket.setNoDelay(true);
  socket.write(
    [
      'HTTP/1.1 101 Switching Protocols',
      'Connection: Upgrade',
      'Upgrade: SPDY/3.1',
      `X-Stream-Protocol-Version: ${protocol}`,
      '\r\n',
    ].join('\r\n'),
  );
}

function refuse(socket: Socket, error: unknown): void {
  if (socket.destroyed) return;
  const { status, body } = errorResponse(error);
  const text = JSON.stringify(body);
  socket.end(
    [
      `HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? 'Error'}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(text)}`,
      'Connection: close',
      '',
      text,
    ].join('\r\n'),
  );
}
