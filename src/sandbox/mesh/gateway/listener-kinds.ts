import type { Listener } from '../objects.ts';

type RouteKind = { readonly group?: string; readonly kind: string };

const group = 'gateway.networking.k8s.io';

/** Kinds of routes that a listener of a protocol can have. HBONE has none: routes hang on what is inside of the tunnel. */
function possibleKinds({ protocol, tls }: Listener): readonly string[] {
  switch (protocol) {
    case 'HTTP':
    case 'HTTPS':
      return ['HTTPRoute', 'GRPCRoute'];
    case 'TCP':
      return ['TCPRoute'];
    case 'TLS':
      return (tls?.mode ?? 'Terminate') === 'Terminate' ? ['TLSRoute', 'TCPRoute'] : ['TLSRoute'];
    default:
      return [];
  }
}

/** The kinds that a listener takes, of those that it asks for; `valid` is false when it asks for one that it can't have. */
export function listenerKinds(listener: Listener): {
  readonly kinds: readonly RouteKind[];
  readonly valid: boolean;
} {
  const asked = listener.allowedRoutes?.kinds ?? [];
  const possible = possibleKinds(listener).map((kind) => ({ group, kind }));
  if (!asked.length) return { kinds: possible, valid: true };
  const kinds = possible.filter(({ kind }) => asked.some((each) => isSame(each, kind)));
  return { kinds, valid: kinds.length === asked.length };
}

const isSame = ({ group: asked = group, kind }: RouteKind, possible: string): boolean =>
  asked === group && kind === possible;

/** Whether routes of a kind may hang on a listener. */
export const takesKind = (listener: Listener, kind: string): boolean =>
  listenerKinds(listener).kinds.some((each) => each.kind === kind);
