import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { badRequest } from '../store/api-error.ts';

type WebSocketUpgrade = {
  readonly req: IncomingMessage;
  readonly socket: Socket;
  readonly head: Buffer;
  /** Subprotocols that are served here, best first. */
  readonly protocols: readonly string[];
};

/**
 * Upgrades to a WebSocket with the best subprotocol that both sides know. Kubernetes' tunnel subprotocol has a slash
 * in its name, which `ws` would refuse, so that it never sees the name: the answer's header is written here.
 * @throws ApiError 400 when there is none
 */
export async function acceptWebSocket({
  req,
  socket,
  head,
  protocols,
}: WebSocketUpgrade): Promise<WebSocket> {
  const offered = String(req.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((name) => name.trim());
  const chosen = protocols.find((name) => offered.includes(name));
  if (!chosen)
    throw badRequest(`unable to upgrade: none of the subprotocols is supported: ${offered.join(', ')}`);
  delete req.headers['sec-websocket-protocol'];
  // Loaded at the first upgrade: most sandboxes' start must not pay for it.
  const { WebSocketServer } = await import('ws');
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: 64 * 1024 * 1024,
  });
  server.on('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${chosen}`));
  return new Promise((resolve) => {
    server.handleUpgrade(req, socket, head, (client) => {
      client.on('error', () => client.terminate());
      resolve(client);
    });
  });
}
