import { randomBytes } from 'node:crypto';
import type { InternetHost } from '../../dataplane/internet.ts';
import type { HttpRequest, HttpResponse } from '../../dataplane/message.ts';
import { reply } from '../http-reply.ts';
import { httpbinApp } from './httpbin-app.ts';

/** Address that the clusters' traffic seems to come from, out there. */
const origin = '198.51.100.7';

/** The public httpbin.org: httpbin behind a load balancer that adds a trace header and serves TLS on 443. */
export const httpbinOrg: InternetHost = {
  name: 'httpbin.org',
  addresses: ['203.0.113.54', '203.0.113.105'],
  answer: (request, scheme) => httpbinApp(traced(request), { origin, scheme }),
  plainOnTls: () => plainOnTls,
};

function traced(request: HttpRequest): HttpRequest {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  const trace = `Root=1-${seconds}-${randomBytes(12).toString('hex')}`;
  return { ...request, headers: [...request.headers, ['X-Amzn-Trace-Id', trace]] };
}

const plainOnTls: HttpResponse = reply(
  [
    '<html>',
    '<head><title>400 The plain HTTP request was sent to HTTPS port</title></head>',
    '<body>',
    '<center><h1>400 Bad Request</h1></center>',
    '<center>The plain HTTP request was sent to HTTPS port</center>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n'),
  { status: 400, type: 'text/html', server: 'awselb/2.0', headers: [['Connection', 'close']] },
);
