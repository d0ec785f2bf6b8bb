import type { Headers, HttpResponse } from '../../dataplane/message.ts';
import type { Place } from '../workload.ts';
import { bookinfoPort } from './bookinfo-image.ts';

/**
 * What Open Liberty says when it starts, with the features that reviews asks for. It says nothing of requests.
 * @see https://openliberty.io/docs/24.0.0.1/reference/command/server-run.html
 */
export function printLibertyStart({ print, env }: Place): void {
  const audit = (text: string): void => print(`[AUDIT   ] ${text}`);
  const dropIns = '/opt/ol/wlp/usr/servers/defaultServer/configDropins/defaults';
  print('');
  print('Launching defaultServer (Open Liberty 24.0.0.1) on Eclipse OpenJ9 VM, version 17.0.9+9 (en_US)');
  audit('CWWKE0001I: The server defaultServer has been launched.');
  for (const file of ['keystore.xml', 'open-default-port.xml'])
    audit(`CWWKG0093A: Processing configuration drop-ins resource: ${dropIns}/${file}`);
  audit(`CWWKT0016I: Web application available (default_host): http://${env.HOSTNAME}:${bookinfoPort}/`);
  audit('CWWKZ0001I: Application reviews-app started in 0.151 seconds.');
  audit(
    'CWWKF0012I: The server installed the following features: [jaxrs-2.0, jaxrsClient-2.0, json-1.0, jsonp-1.0, servlet-3.1].',
  );
  audit(
    'CWWKF0011I: The defaultServer server is ready to run a smarter planet. The defaultServer server started in 1.146 seconds.',
  );
}

type LibertyReply = { readonly json?: string; readonly headers?: Headers };

/** An answer of a servlet of version 3.1, which says so. */
export function libertyReply(status: number, { json = '', headers = [] }: LibertyReply = {}): HttpResponse {
  const body = Buffer.from(json);
  return {
    status,
    headers: [
      ['X-Powered-By', 'Servlet/3.1'],
      ...headers,
      ...(json ? [['Content-Type', 'application/json'] as const] : []),
      ['Date', new Date().toUTCString()],
      ['Content-Language', 'en-US'],
      ['Content-Length', String(body.length)],
    ],
    body,
  };
}
