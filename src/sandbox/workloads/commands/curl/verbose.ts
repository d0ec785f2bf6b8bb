import type { HttpRequest, HttpResponse } from '../../../dataplane/message.ts';
import { reasonOf } from '../../http-reply.ts';
import { atLeast } from './failure.ts';
import type { Target } from './target.ts';

/** What `-v` tells on stderr about one exchange. */
export type Verbose = {
  readonly trying: (address: string, port: number) => void;
  readonly connected: (host: string, address: string, port: number) => void;
  readonly notConnected: (address: string, port: number) => void;
  readonly sent: (target: Target, address: string, port: number, request: HttpRequest) => void;
  readonly received: (response: HttpResponse) => void;
  readonly body: (size: number) => void;
  readonly note: (text: string) => void;
  readonly leftIntact: (host: string) => void;
  readonly closing: () => void;
};

type VerboseOptions = {
  readonly write: (text: string) => void;
  readonly version: string;
  /** Where the body is shown, its size isn't told. */
  readonly bodyShown: boolean;
};

/** The lines of curl's own; versions 8 and later number connections less often. */
export function createVerbose({ write, version, bodyShown }: VerboseOptions): Verbose {
  const modern = atLeast(version, '8.0.0');
  const note = (text: string): void => write(`* ${text}\n`);
  const connected = (host: string, address: string, port: number): void =>
    note(`Connected to ${host} (${address}) port ${port}${modern ? '' : ' (#0)'}`);
  return {
    note,
    connected,
    trying: (address, port) =>
      note(`  Trying ${address.includes(':') ? `[${address}]` : address}:${port}...`),
    notConnected: (address, port) => note(`connect to ${address} port ${port} failed: Connection refused`),
    sent: (target, address, port, { method, path, headers, body }) => {
      connected(target.host, address, port);
      if (target.scheme === 'https') note('SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384');
      write(`> ${method} ${path} HTTP/1.1\n`);
      for (const [name, value] of headers) write(`> ${name}: ${value}\n`);
      write('> \n');
      if (body.length && !bodyShown) write(`} [${body.length} bytes data]\n`);
    },
    received: (response) => {
      write(`< HTTP/1.1 ${response.status} ${reasonOf(response)}\n`);
      for (const [name, value] of response.headers) write(`< ${name}: ${value}\n`);
      write('< \n');
    },
    body: (size) => {
      if (size && !bodyShown) write(`{ [${size} bytes data]\n`);
    },
    leftIntact: (host) => note(`Connection #0 to host ${host} left intact`),
    closing: () => note(modern ? 'Closing connection' : 'Closing connection 0'),
  };
}

const silent = (): void => {};

/** Without `-v`. */
export const quiet: Verbose = {
  trying: silent,
  connected: silent,
  notConnected: silent,
  sent: silent,
  received: silent,
  body: silent,
  note: silent,
  leftIntact: silent,
  closing: silent,
};
