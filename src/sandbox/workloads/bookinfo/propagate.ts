import { type Headers, header } from '../../dataplane/message.ts';

/** What Bookinfo's services copy from a request they get to those they make for it. */
const traced = [
  'x-request-id',
  'x-ot-span-context',
  'x-datadog-trace-id',
  'x-datadog-parent-id',
  'x-datadog-sampling-priority',
  'traceparent',
  'tracestate',
  'x-cloud-trace-context',
  'grpc-trace-bin',
];

const zipkin = ['x-b3-traceid', 'x-b3-spanid', 'x-b3-parentspanid', 'x-b3-sampled', 'x-b3-flags'];

const visitor = ['user-agent', 'cookie', 'authorization', 'jwt'];

/** Headers that reviews hands on. */
export const handedOnByReviews = (headers: Headers): Headers =>
  copied(headers, [...traced, ...zipkin, 'sw8', 'end-user', ...visitor]);

/**
 * Headers that productpage hands on: those of Zipkin by way of OpenTelemetry, which needs a trace and a span and adds
 * whether it is sampled, and `end-user` from its session only, never from the request.
 */
export function handedOnByProductpage(headers: Headers, user: string | null | undefined): Headers {
  return [
    ...b3(headers),
    ...(typeof user === 'string' ? [['end-user', user] as const] : []),
    ...copied(headers, [...traced, 'sw8', ...visitor]),
  ];
}

function b3(headers: Headers): Headers {
  const [single = ''] = copied(headers, ['b3']).map(([, value]) => value);
  const [trace = header(headers, 'x-b3-traceid'), span = header(headers, 'x-b3-spanid'), sampled] = single
    .split('-')
    .map((part) => part || undefined);
  if (!trace || !span) return [];
  const isSampled = sampled ?? header(headers, 'x-b3-sampled') ?? '';
  const isDebug = header(headers, 'x-b3-flags') === '1';
  return [
    ['x-b3-traceid', trace.padStart(32, '0')],
    ['x-b3-spanid', span],
    ['x-b3-sampled', isDebug || ['1', 'True', 'true', 'd'].includes(isSampled) ? '1' : '0'],
  ];
}

const copied = (headers: Headers, names: readonly string[]): Headers =>
  names.flatMap((name) => {
    const value = header(headers, name);
    return value === undefined ? [] : [[name, value] as const];
  });
