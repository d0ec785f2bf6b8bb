import type { HttpRequest, HttpResponse } from '../../../dataplane/message.ts';
import { reasonOf } from '../../http-reply.ts';
import { atLeast } from './failure.ts';
import { handshakeLines, type TlsTold } from './verbose-tls.ts';

/** What `-v` tells on stderr about one exchange. */
export type Verbose = {
  readonly trying: (address: string, port: number) => void;
  readonly connected: (host: string, address: string, port: number) => void;
  readonly notConnected: (address: string, port: number) => void;
  /** What was asked of a host. */
  readonly sent: (sent: Sent) => void;
  /** The handshake of a connection with TLS. */
  readonly secured: (told: Omit<TlsTold, 'version'>) => void;
  readonly received: (response: HttpResponse) => void;
  readonly body: (size: number) => void;
  readonly note: (text: string) => void;
  readonly leftIntact: (host: string) => void;
  readonly closing: () => void;
};

type Sent = { readonly request: HttpRequest };

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
    secured: (told) => handshakeLines({ ...told, version }).forEach(note),
    sent: ({ request: { method, path, headers, body } }) => {
      write(`> ${method} ${path} HTTP/1.1\r\n`);
      for (const [name, value] of headers) write(`> ${name}: ${value}\r\n`);
      write('> \r\n');
      if (body.length && !bodyShown) write(`} [${body.length} bytes data]\n`);
      const isFile = method === 'PUT' || headers.some(([, value]) => value.startsWith('multipart/'));
      if (body.length && isFile) note(uploaded(version, body.length));
    },
    received: (response) => {
      write(`< HTTP/1.1 ${response.status} ${reasonOf(response)}\r\n`);
      for (const [name, value] of response.headers) write(`< ${name}: ${value}\r\n`);
      write('< \r\n');
    },
    body: (size) => {
      if (size && !bodyShown) write(`{ [${size} bytes data]\n`);
    },
    leftIntact: (host) => note(`Connection #0 to host ${host} left intact`),
    closing: () => note(modern ? 'Closing connection' : 'Closing connection 0'),
  };
}

const silent = (): void => {};

/** What is said when a file or a form has gone. */
const uploaded = (version: string, bytes: number): string =>
  atLeast(version, '8.7.0')
    ? `upload completely sent off: ${bytes} bytes`
    : 'We are completely uploaded and fine';

/** Without `-v`. */
export const quiet: Verbose = {
  trying: silent,
  connected: silent,
  notConnected: silent,
  sent: silent,
  secured: silent,
  received: silent,
  body: silent,
  note: silent,
  leftIntact: silent,
  closing: silent,
};
