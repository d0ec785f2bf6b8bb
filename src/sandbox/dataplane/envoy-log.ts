import type { AttachedRule } from '../mesh/model.ts';
import type { World } from '../world.ts';
import type { Source } from './flow.ts';
import { type HttpRequest, type HttpResponse, header } from './message.ts';
import type { ProxyInstance } from './proxy.ts';

/** How Envoy's log names what became of a request: `via_upstream`, or why it answered itself. */
export type EnvoyFate = {
  /** Such as `NR` or `UH`; none of a request that went well. */
  readonly flags?: readonly string[];
  readonly details: string;
  /** Where it went, where it went somewhere. */
  readonly upstream?: {
    readonly cluster: string;
    readonly address?: string;
    /** Through the mesh's tunnel. */
    readonly tunnelled?: boolean;
    readonly ms?: number;
  };
};

type Logged = {
  readonly world: World;
  readonly proxy: ProxyInstance;
  readonly source: Source;
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly rule?: AttachedRule | undefined;
  readonly fate: EnvoyFate;
  /** What the client had dialled. */
  readonly local: string;
  /** Whether a route of the proxy's own took the request. */
  readonly isDefault: boolean;
  /** By `performance.now()`. */
  readonly started: number;
};

/**
 * Adds a line to the log of an Envoy, in Istio's usual format.
 * @see https://istio.io/latest/docs/tasks/observability/logs/access-log/#default-access-log-format
 */
export function logEnvoyAccess(logged: Logged): void {
  const { world, proxy } = logged;
  const container = proxy.pod.spec?.containers?.[0]?.name ?? '';
  world.runtime.print?.(proxy.pod.metadata.uid ?? '', container, lineOf(logged));
}

/** The order in which several flags are written. */
const flagOrder = ['UH', 'UT', 'UC', 'NR', 'DI', 'FI', 'URX', 'NC'];

function lineOf({
  world,
  proxy,
  source,
  request,
  response,
  rule,
  fate,
  local,
  isDefault,
  started,
}: Logged): string {
  const { flags = [], details, upstream } = fate;
  const quoted = (text: string | undefined): string => `"${text || '-'}"`;
  const address = upstream?.address;
  const isGateway = proxy.listener !== 'waypoint';
  const own = `${proxy.pod.status?.podIP}:${source.port}`;
  return [
    `[${world.clock.now().toISOString()}]`,
    `"${request.method} ${request.path} HTTP/1.1"`,
    response.status,
    flagOrder.filter((flag) => flags.includes(flag)).join(',') || '-',
    details,
    '-',
    quoted(''),
    request.body.length,
    response.body.length,
    Math.round(performance.now() - started),
    upstream?.ms ?? '-',
    quoted(isGateway ? source.address : header(request.headers, 'x-forwarded-for')),
    quoted(header(request.headers, 'user-agent')),
    quoted(header(request.headers, 'x-request-id')),
    quoted(header(request.headers, 'host')),
    quoted(address && (upstream.tunnelled ? `envoy://connect_originate/${address}` : address)),
    upstream?.cluster ?? '-',
    address ? (upstream.tunnelled ? 'envoy://internal_client_address/' : own) : '-',
    local,
    `${source.address}:${source.port}`,
    '-',
    isDefault ? 'default' : (rule?.name ?? '-'),
  ].join(' ');
}
