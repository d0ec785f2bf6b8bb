import type { Identity } from '../apiserver/tls/identity.ts';
import { handshake } from '../dataplane/tls.ts';
import type { FileTree } from './files/file-tree.ts';
import type { Handler, SecureListener } from './workload.ts';

type Parts = {
  /** What is shown for the name that a client asks for; undefined ends the handshake. */
  readonly identity: (serverName: string | undefined) => Identity | undefined;
  readonly handler: Handler;
  /** What a connection without TLS gets. */
  readonly plain: Handler;
};

/** A server that takes TLS and answers what comes in it. */
export const overTls = ({ identity, handler, plain }: Parts): SecureListener => ({
  plain,
  secure: async (request, peer, client) =>
    handshake(client, identity(client.serverName)) ?? handler(request, peer),
});

/** A certificate and its key from files. @throws FileError */
export const identityFrom = (
  tree: FileTree,
  paths: { readonly certificate: string; readonly key: string },
): Identity => ({
  certificate: tree.read(paths.certificate).toString(),
  key: tree.read(paths.key).toString(),
});

/** What Go's servers say to who begins without TLS. */
export const goPlain: Handler = async () => ({
  status: 400,
  headers: [['Connection', 'close']],
  body: Buffer.from('Client sent an HTTP request to an HTTPS server.\n'),
});
