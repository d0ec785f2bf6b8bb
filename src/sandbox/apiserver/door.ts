import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** What stands behind a door and answers. */
export type Serving = {
  readonly onRequest: (req: IncomingMessage, res: ServerResponse) => void;
  readonly onUpgrade: (req: IncomingMessage, socket: Socket, head: Buffer) => void;
};

export type DoorOptions = {
  /** PEM texts; `authority` is the one that signs the certificates of clients. */
  readonly tls: { readonly key: string; readonly cert: string; readonly authority: string };
  /** Called when the first request comes. */
  readonly open: () => Serving | Promise<Serving>;
};

type Door = { readonly url: string; close(): Promise<void> };

/** Commands of exec travel in the URL, so that it may be long; Go's servers take as much. */
const maxHeaderSize = 1024 * 1024;

/**
 * Listens on a free port of the loopback interface. Until somebody connects there is nothing but the port: TLS, HTTP
 * and what answers are loaded then, so that whoever only might need a cluster doesn't wait for one.
 */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const sockets = new Set<Socket>();
  let inner: Server | undefined;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    inner ??= secureServer(options);
    inner.emit('connection', socket);
  });
  const port = await listen(server);
  return {
    url: `https://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function secureServer({ tls: { authority, ...own }, open }: DoorOptions): Server {
  // Loaded as a property of the process: importing it reads all its exports, and they load what nobody asks for.
  const https = process.getBuiltinModule('node:https');
  // A certificate is looked at when a client brings one; nobody has to.
  const clients = { ca: authority, requestCert: true, rejectUnauthorized: false };
  const server = https.createServer({ ...own, ...clients, keepAliveTimeout: 60_000, maxHeaderSize });
  let serving: Promise<Serving> | undefined;
  const opened = (): Promise<Serving> => {
    serving ??= Promise.resolve(open());
    return serving;
  };
  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    opened().then(
      ({ onRequest }) => onRequest(req, res),
      (error: unknown) => res.writeHead(500).end(`sandbox: the cluster could not be started: ${error}\n`),
    );
  });
  server.on('upgrade', (req: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    opened().then(
      ({ onUpgrade }) => onUpgrade(req, socket, head),
      () => socket.destroy(),
    );
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  return server;
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
