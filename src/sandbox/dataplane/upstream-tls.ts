import { chainProblem, isForAny } from '../apiserver/tls/verify.ts';
import { tlsOrigination } from '../mesh/destination.ts';
import { type BackendTls, backendTls } from '../mesh/gateway/backend-tls.ts';
import type { MeshService } from '../mesh/model.ts';
import type { World } from '../world.ts';
import type { Trust } from './message.ts';
import { publicAuthority } from './public-authority.ts';
import type { TlsClient } from './tls.ts';

type Upstream =
  | { readonly kind: 'plain' }
  | { readonly kind: 'tls'; readonly client: TlsClient }
  | { readonly kind: 'unsupported'; readonly reason: string }
  | { readonly kind: 'invalid'; readonly reason: string };

type Asked = {
  readonly world: World;
  readonly service: MeshService;
  readonly port: number;
  /** Namespace of the proxy. */
  readonly namespace: string;
};

/** The TLS that a proxy opens to a service by itself: a BackendTLSPolicy says so, or a DestinationRule. */
export async function upstreamTls({ world, service, port, namespace }: Asked): Promise<Upstream> {
  const policy: BackendTls = backendTls(world, service, port);
  if (policy.kind === 'invalid') return { kind: 'invalid', reason: policy.message };
  if (policy.kind === 'tls') {
    const { hostname, names, trust } = policy;
    return {
      kind: 'tls',
      client: await verifying({ serverName: hostname, names, trust, now: world.clock.now() }),
    };
  }
  const rule = tlsOrigination(world, service, port, namespace);
  if (rule.mode === 'unsupported')
    return { kind: 'unsupported', reason: `sandbox: DestinationRule TLS ${rule.asked} is not simulated` };
  if (rule.mode === 'none') return { kind: 'plain' };
  const { sni, verifies, names } = rule;
  const trust = verifies ? 'public' : 'anything';
  return { kind: 'tls', client: await verifying({ serverName: sni, names, trust, now: world.clock.now() }) };
}

type Verifying = {
  readonly serverName: string;
  /** Names of which the certificate has to be for one; any, if there are none. */
  readonly names: readonly string[];
  readonly trust: Trust;
  readonly now: Date;
};

/** A proxy's client, which says what is wrong in the words of rustls. */
async function verifying({ serverName, names, trust, now }: Verifying): Promise<TlsClient> {
  const authorities = typeof trust === 'object' ? trust.authorities : (await publicAuthority()).certificate;
  return {
    serverName,
    refuse({ certificate }) {
      if (trust === 'anything') return undefined;
      const problem = chainProblem(certificate, authorities, now);
      if (problem) return `invalid peer certificate: ${rustlsWords[problem.code] ?? 'UnknownIssuer'}`;
      return !names.length || isForAny(certificate, names)
        ? undefined
        : 'invalid peer certificate: NotValidForName';
    },
  };
}

/** By OpenSSL's number of a problem. */
const rustlsWords: Readonly<Record<number, string>> = { 9: 'NotValidYet', 10: 'Expired' };
