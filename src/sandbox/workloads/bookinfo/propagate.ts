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
  'x-b3-traceid',
  'x-b3-spanid',
  'x-b3-parentspanid',
  'x-b3-sampled',
  'x-b3-flags',
  'b3',
  'sw8',
];

const application = ['end-user', 'user-agent', 'cookie', 'authorization', 'jwt'];

/** Headers that a service hands on; productpage sets `end-user` itself, from its session. */
export function propagated(headers: Headers, endUser: 'from request' | string | undefined): Headers {
  const names = [...traced, ...application];
  const copied = names
    .filter((name) => name !== 'end-user' || endUser === 'from request')
    .flatMap((name) => {
      const value = header(headers, name);
      return value === undefined ? [] : [[name, value] as const];
    });
  return endUser === undefined || endUser === 'from request' ? copied : [...copied, ['end-user', endUser]];
}
