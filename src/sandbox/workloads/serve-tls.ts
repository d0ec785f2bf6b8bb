import { type Duplex, duplexPair } from 'node:stream';
import type { Identity } from '../apiserver/tls/identity.ts';
import { type ClientHello, readClientHello } from './client-hello.ts';
import { localPeer, serveHttp } from './serve-http.ts';
import type { Handler, SecureListener } from './workload.ts';

/**
 * Opens a connection to a simulated server that takes TLS: real TLS, with the certificate that the server shows for the
 * name that the client asks for. What begins otherwise is taken for plain text.
 */
export function openSecureConnection(listener: SecureListener): Duplex {
  const [client, server] = duplexPair();
  begin(listener, server).catch(() => server.destroy());
  return client;
}

async function begin(listener: SecureListener, connection: Duplex): Promise<void> {
  const { bytes, hello } = await firstWords(connection);
  connection.unshift(bytes);
  if (hello.kind === 'plain') serveHttp(connection, listener.plain);
  else await shakeHands(listener, connection, hello);
}

type FirstWords = { readonly bytes: Buffer; readonly hello: Exclude<ClientHello, { kind: 'unfinished' }> };

/** Reads until it is clear how the client begins. */
async function firstWords(connection: Duplex): Promise<FirstWords> {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const hello = readClientHello(bytes);
    if (hello.kind !== 'unfinished') return { bytes, hello };
    const chunk = connection.read() as Buffer | null;
    if (chunk) bytes = Buffer.concat([bytes, chunk]);
    else await readable(connection);
  }
}

const readable = (connection: Duplex): Promise<void> =>
  new Promise((resolve, reject) => {
    connection.once('readable', resolve);
    connection.once('end', () => reject(new Error('the client has gone')));
  });

/** A fatal alert, `handshake_failure`. @see https://www.rfc-editor.org/rfc/rfc8446#section-6 */
const handshakeFailure = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28]);

async function shakeHands(
  listener: SecureListener,
  connection: Duplex,
  { serverName }: ClientHello & { readonly kind: 'hello' },
): Promise<void> {
  const named = serverName === undefined ? {} : { serverName };
  const shown = await identityOf(listener, named);
  if (shown === 'alert') connection.end(handshakeFailure);
  else if (shown === 'closed') connection.end();
  else {
    const { createSecureContext, TLSSocket } = process.getBuiltinModule('node:tls');
    const secureContext = createSecureContext({ cert: shown.certificate, key: shown.key });
    const socket = new TLSSocket(connection, {
      isServer: true,
      secureContext,
      ALPNProtocols: ['http/1.1'],
    });
    socket.on('error', () => connection.destroy());
    serveHttp(socket, throughTls(listener, named));
  }
}

/** A handshake that goes no further than the server's certificate. */
async function identityOf(
  { secure }: SecureListener,
  named: { readonly serverName?: string },
): Promise<Identity | 'alert' | 'closed'> {
  let shown: Identity | undefined;
  const looking = {
    ...named,
    refuse: (identity: Identity) => {
      shown = identity;
      return 'only its certificate was asked for';
    },
  };
  const nothing = { method: 'GET', path: '/', headers: [], body: Buffer.alloc(0) };
  const answer = await secure(nothing, localPeer(), looking);
  if (shown) return shown;
  return typeof answer === 'object' && 'kind' in answer && answer.fault === 'alert' ? 'alert' : 'closed';
}

/** Requests of a connection whose client has the certificate already. */
const throughTls =
  ({ secure }: SecureListener, named: { readonly serverName?: string }): Handler =>
  async (request, peer) => {
    const answer = await secure(request, peer, { ...named, refuse: () => undefined });
    return typeof answer === 'object' && 'kind' in answer ? 'reset' : answer;
  };
