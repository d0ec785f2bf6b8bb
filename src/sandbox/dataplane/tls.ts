import type { Identity } from '../apiserver/tls/identity.ts';
import type { ConnectionFailure, TlsFault } from './message.ts';

/**
 * A client that speaks TLS to its destination, as whoever ends the TLS meets it; nobody before can read the request.
 */
export type TlsClient = {
  /** The name that it asks for; none for an address. */
  readonly serverName?: string;
  /** Why it doesn't go on with a server that shows this, in its own words; undefined when it does. */
  readonly refuse: (identity: Identity) => string | undefined;
};

/** A handshake that failed, or a server that speaks no TLS. */
export type TlsFailure = { readonly kind: 'tls failure'; readonly fault: TlsFault; readonly detail: string };

export const tlsFailure = (fault: TlsFault, detail: string): TlsFailure => ({
  kind: 'tls failure',
  fault,
  detail,
});

/** What somebody who speaks TLS to plain text meets. */
export const noTls: TlsFailure = tlsFailure('no tls', 'received corrupt message of type InvalidContentType');

/** A server's part of a handshake; without an identity for the name that is asked for, it gives up. */
export function handshake(client: TlsClient, identity: Identity | undefined): TlsFailure | undefined {
  if (!identity) return tlsFailure('alert', 'received fatal alert: HandshakeFailure');
  const refusal = client.refuse(identity);
  return refusal === undefined ? undefined : tlsFailure('untrusted', refusal);
}

const faults: readonly string[] = ['no tls', 'alert', 'closed', 'untrusted'] satisfies readonly TlsFault[];

/** Whether a connection came about and its handshake failed. */
export const isTlsFault = (failure: ConnectionFailure): failure is TlsFault => faults.includes(failure);

/** A client that takes any certificate, as kubelets do. */
export const takesAny: TlsClient = { refuse: () => undefined };
