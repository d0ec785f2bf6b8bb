import type { Authority } from '../apiserver/tls/authority.ts';
import { createAuthority } from '../apiserver/tls/certificate.ts';
import type { Identity } from '../apiserver/tls/identity.ts';

let made: Promise<Authority> | undefined;
const identities = new Map<string, Promise<Identity>>();

/** The authority that clients in pods trust when nobody tells them another: of the simulated internet. */
export function publicAuthority(): Promise<Authority> {
  made ??= createAuthority('sandbox public authority', new Date());
  return made;
}

/** What a host of the simulated internet shows who speaks TLS to it. */
export function publicIdentity(host: string): Promise<Identity> {
  const known = identities.get(host) ?? publicAuthority().then((authority) => authority.serve(host, [host]));
  identities.set(host, known);
  return known;
}
