import type { GatewayObject, PodObject } from '../mesh/objects.ts';
import type { World } from '../world.ts';
import type { Source } from './flow.ts';
import type { HttpRequest } from './message.ts';
import { hostOf } from './route-match.ts';

/** One request as agentgateway's access log tells it; what isn't known is left out of the line. */
type AccessRecord = {
  readonly world: World;
  readonly gateway: GatewayObject;
  readonly pod: PodObject;
  readonly listener: string;
  /** Name of the route's rule, where it has one. */
  readonly rule?: string;
  readonly route?: string;
  readonly endpoint?: string;
  readonly source: Source;
  readonly request: HttpRequest;
  readonly status: number;
  readonly error?: string;
  readonly reason?: string;
  /** By `performance.now()`. */
  readonly started: number;
};

/**
 * Adds a line to the log of an agentgateway pod.
 * @see https://github.com/agentgateway/agentgateway/blob/v1.4.1/crates/agentgateway/src/telemetry/log.rs
 */
export function logAccess(record: AccessRecord): void {
  const { world, pod } = record;
  const container = pod.spec?.containers?.[0]?.name ?? '';
  const stamp = world.clock.now().toISOString().replace('Z', '000Z');
  world.runtime.print?.(pod.metadata.uid ?? '', container, `${stamp}\tinfo\trequest ${fieldsOf(record)}`);
}

function fieldsOf(record: AccessRecord): string {
  const { gateway, source, request, error } = record;
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['gateway', `${gateway.metadata.namespace}/${gateway.metadata.name}`],
    ['listener', record.listener],
    ['route_rule', record.rule],
    ['route', record.route],
    ['endpoint', record.endpoint],
    ['src.addr', `${source.address}:${source.port}`],
    ['http.method', request.method],
    ['http.host', hostOf(request)],
    ['http.path', request.path],
    ['http.version', 'HTTP/1.1'],
    ['http.status', String(record.status)],
    ['protocol', record.endpoint && 'http'],
    ['error', error && JSON.stringify(error)],
    ['reason', record.reason],
    ['duration', `${Math.round(performance.now() - record.started)}ms`],
  ];
  return fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`])).join(' ');
}
