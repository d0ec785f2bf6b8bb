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

/** What a client gets: a response and the address it reached, or how the connection failed. */
export type Delivery =
  | { readonly kind: 'response'; readonly response: HttpResponse; readonly remoteIp: string }
  | {
      readonly kind: 'failure';
      readonly failure: ConnectionFailure;
      readonly remoteIp?: string;
      /** What a TLS library says of the failure, where it has words of its own. */
      readonly detail?: string;
    };

/**
 * As a client's socket sees it; `reset` is a connection accepted and then dropped. What came of one that is
 * `unsimulated` nobody knows: the delivery's `detail` says why.
 */
export type ConnectionFailure = 'unresolved' | 'refused' | 'reset' | 'timeout' | 'tls' | 'unsimulated';
