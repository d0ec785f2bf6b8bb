/** Header names as sent; look-ups ignore case. */
export type Headers = readonly (readonly [name: string, value: string])[];

export type HttpRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: Buffer;
};

export type HttpResponse = {
  readonly status: number;
  /** Where a server has words of its own for a status: `FOUND`. */
  readonly reason?: string;
  readonly headers: Headers;
  readonly body: Buffer;
};

export const header = (headers: Headers, name: string): string | undefined =>
  headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

/** Where to, as a client names it: a host name or an address, a port, and whether it speaks TLS. */
export type Destination = { readonly host: string; readonly port: number; readonly tls: boolean };

/** Whose certificates a client takes: anybody's, those that public authorities vouch for, or certain ones', in PEM. */
export type Trust = 'anything' | 'public' | { readonly authorities: string };

/** What a client saw of a server that it speaks TLS with. */
export type Secured = {
  /** PEM, the server's own first. */
  readonly certificate: string;
  /** Why nobody vouches for it, with OpenSSL's number. */
  readonly problem?: { readonly code: number; readonly text: string };
};

/** What a client gets: a response and the address it reached, or how the connection failed. */
export type Delivery = { readonly secured?: Secured } & (
  | { readonly kind: 'response'; readonly response: HttpResponse; readonly remoteIp: string }
  | {
      readonly kind: 'failure';
      readonly failure: ConnectionFailure;
      readonly remoteIp?: string;
      /** What a TLS library says of the failure, where it has words of its own. */
      readonly detail?: string;
    }
);

/**
 * As a client's socket sees it; `reset` is a connection accepted and then dropped. What came of one that is
 * `unsimulated` nobody knows: the delivery's `detail` says why.
 */
export type ConnectionFailure = 'unresolved' | 'refused' | 'reset' | 'timeout' | TlsFault | 'unsimulated';

/**
 * How a handshake fails: the server speaks no TLS, it says that it won't go on, it goes away, or the client doesn't take
 * its certificate.
 */
export type TlsFault = 'no tls' | 'alert' | 'closed' | 'untrusted';
