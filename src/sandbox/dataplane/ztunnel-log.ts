import type { PodObject } from '../mesh/objects.ts';
import { labelOf, resources, rootNamespace } from '../mesh/resources.ts';
import type { Answer, Flow } from './flow.ts';

/** The far end of a connection as ztunnel names it. */
export type Leg = {
  readonly address: string;
  /** Address inside the tunnel. */
  readonly hboneAddress?: string;
  /** Host name of the service that was asked for. */
  readonly service?: string;
  readonly pod?: PodObject;
  /** Name of a workload that isn't a pod here. */
  readonly workload?: string;
  readonly identity?: string;
};

type ConnectionRecord = {
  readonly flow: Flow;
  /** The pod whose ztunnel writes. */
  readonly at: PodObject;
  readonly direction: 'inbound' | 'outbound';
  readonly leg: Leg;
  /** Whether anything was passed on before the connection ended. */
  readonly copied: boolean;
  readonly answer: Answer;
  /** By `performance.now()`. */
  readonly started: number;
};

/**
 * One line when a connection is over, in the log of the ztunnel on the pod's node. What is sent is what goes away from
 * the pod.
 * @see https://github.com/istio/ztunnel/blob/1.29.3/src/proxy/metrics.rs
 */
export function logConnection({ flow, at, direction, leg, copied, answer, started }: ConnectionRecord): void {
  const asked = copied ? sizeOf(flow.request) : 0;
  const answered = copied && answer.kind === 'response' ? sizeOf(answer.response) : 0;
  const fields: readonly (readonly [string, string | undefined])[] = [
    ...sourceFields(flow),
    ['dst.addr', leg.address],
    ['dst.hbone_addr', leg.hboneAddress],
    ['dst.service', quoted(leg.service)],
    ['dst.workload', quoted(leg.pod?.metadata.name ?? leg.workload)],
    ['dst.namespace', quoted(leg.pod?.metadata.namespace)],
    ['dst.identity', spiffe(leg.identity)],
    ['direction', quoted(direction)],
    ['bytes_sent', String(direction === 'outbound' ? asked : answered)],
    ['bytes_recv', String(direction === 'outbound' ? answered : asked)],
    ['duration', quoted(`${Math.round(performance.now() - started)}ms`)],
    ['error', answer.kind === 'failed' ? quoted(answer.detail) : undefined],
  ];
  const level = answer.kind === 'failed' ? 'error' : 'info';
  write(flow, at, level, 'connection complete', fields);
}

/** A connection that found nowhere to go. */
export function logEarlyFailure(flow: Flow, address: string, detail: string): void {
  write(flow, flow.source.pod, 'warn', 'connection failed', [
    ...sourceFields(flow),
    ['dst.addr', address],
    ['direction', quoted('outbound')],
    ['error', quoted(detail)],
  ]);
}

type Field = readonly [name: string, value: string | undefined];

const sourceFields = ({ source }: Flow): readonly Field[] => [
  ['src.addr', `${source.address}:${source.port}`],
  ['src.workload', quoted(source.pod.metadata.name)],
  ['src.namespace', quoted(source.pod.metadata.namespace)],
  ['src.identity', source.identity ? spiffe(source.identity) : undefined],
];

function write(
  { world }: Flow,
  at: PodObject,
  level: 'info' | 'warn' | 'error',
  message: string,
  fields: readonly Field[],
): void {
  const ztunnel = world.store.list<PodObject>(resources.pods, {
    namespace: rootNamespace,
    where: (pod) =>
      labelOf(pod, 'app') === 'ztunnel' && (pod as PodObject).spec?.nodeName === at.spec?.nodeName,
  })[0];
  const container = ztunnel?.spec?.containers?.[0]?.name;
  if (!ztunnel || !container) return;
  const said = fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  const stamp = world.clock.now().toISOString().replace('Z', '000Z');
  world.runtime.print?.(
    ztunnel.metadata.uid ?? '',
    container,
    `${stamp}\t${level}\taccess\t${message}\t${said.join(' ')}`,
  );
}

const quoted = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : JSON.stringify(text);

const spiffe = (identity: string | undefined): string | undefined =>
  identity ? quoted(`spiffe://${identity}`) : undefined;

const sizeOf = ({
  headers,
  body,
}: {
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}): number => headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, body.length + 16);
