import { identityProblem } from '../../apiserver/tls/identity.ts';
import { posixTools } from '../binaries.ts';
import type { Command, CommandCall } from '../commands/command.ts';
import { FileError } from '../files/entry.ts';
import { reply } from '../http-reply.ts';
import { goPlain, identityFrom, overTls } from '../over-tls.ts';
import type { Handler, Workload } from '../workload.ts';
import { serve } from './serve.ts';
import { flagOf } from './simple-server.ts';

/** The test image of Kubernetes: one program with many subcommands. @see https://github.com/kubernetes/kubernetes/tree/master/test/images/agnhost */
export const agnhost: Workload = {
  repositories: [
    'e2e-test-images/agnhost',
    'agnhost',
    'liveness',
    'google-containers/liveness',
    'serve_hostname',
    'e2e-test-images/serve-hostname',
  ],
  binaries: ['sh', 'curl', 'nslookup', ...posixTools],
  curlVersion: () => '8.5.0',
  programs: {
    agnhost: (call) => run(call),
    server: (call) => run({ ...call, argv: ['agnhost', 'liveness'] }),
  },
  entrypoint: (args) => ({ kind: 'command', argv: ['agnhost', ...(args.length ? args : ['pause'])] }),
};

const subcommands: Readonly<Record<string, Command>> = {
  pause: (call) => serve(call, []),
  netexec: (call) => serveNetexec(call),
  'serve-hostname': (call) =>
    serve(call, [[Number(flagOf(call, 'port') ?? 9376), async () => reply(`${call.env.HOSTNAME}`)]]),
  'test-webserver': (call) =>
    serve(call, [
      [Number(flagOf(call, 'port') ?? 80), async () => reply('<pre>\n</pre>\n', { type: 'text/html' })],
    ]),
  liveness: (call) => serve(call, [[8080, liveness()]]),
  porter: (call) =>
    serve(
      call,
      Object.entries(call.env).flatMap(([name, value]) => {
        const port = Number(/^SERVE_PORT_(\d+)$/.exec(name)?.[1]);
        return Number.isNaN(port) ? [] : [[port, async () => reply(value)] as const];
      }),
    ),
  'grpc-health-checking': (call) => grpcHealth(call),
};

async function run(call: CommandCall): Promise<number> {
  const [, name = 'pause'] = call.argv;
  const subcommand = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  if (subcommand) return subcommand(call);
  call.io.stderr(`sandbox: agnhost ${name} is not simulated\n`);
  return 2;
}

/** With a certificate it takes nothing but TLS. */
async function serveNetexec(call: CommandCall): Promise<number> {
  const port = Number(flagOf(call, 'http-port') ?? 8080);
  const [certificate, key] = [flagOf(call, 'tls-cert-file'), flagOf(call, 'tls-private-key-file')];
  const handler = netexec(call);
  if (!certificate || !key || !call.host.container) return serve(call, [[port, handler]]);
  try {
    const identity = identityFrom(call.host.container.tree, { certificate, key });
    const problem = identityProblem(identity);
    if (!problem)
      return await serve(call, [[port, overTls({ identity: () => identity, handler, plain: goPlain })]]);
    call.io.stderr(`${problem}\n`);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    call.io.stderr(`open ${certificate}: no such file or directory\n`);
  }
  return 1;
}

function netexec({ env, host, io }: CommandCall): Handler {
  io.stderr(`${new Date().toISOString()} Started HTTP server\n`);
  return async (request, peer) => {
    const url = new URL(request.path, 'http://netexec');
    switch (url.pathname) {
      case '/':
        return reply(`NOW: ${new Date().toISOString()}`);
      case '/hostname':
      case '/hostName':
        return reply(`${env.HOSTNAME}`);
      case '/clientip':
        return reply(`${peer.address}:${peer.port}`);
      case '/echo': {
        const code = Number(url.searchParams.get('code') ?? 200);
        return reply(url.searchParams.get('msg') ?? '', { status: code });
      }
      case '/header':
        return reply(
          request.headers.find(
            ([name]) => name.toLowerCase() === (url.searchParams.get('key') ?? '').toLowerCase(),
          )?.[1] ?? '',
        );
      case '/healthz':
        return reply('');
      case '/exit':
        host.container?.place.signal('TERM');
        return reply('');
      default:
        return reply(`sandbox: agnhost netexec ${url.pathname} is not simulated\n`, { status: 501 });
    }
  };
}

/** How long it says that it is well, in milliseconds. */
const wellMs = 10_000;

function liveness(): Handler {
  const started = performance.now();
  return async ({ path }) => {
    const spent = performance.now() - started;
    if (path === '/started') return reply(`${(spent / 1000).toFixed(6)}s`);
    if (path !== '/healthz') return reply('404 page not found\n', { status: 404 });
    return spent > wellMs ? reply(`error: ${(spent / 1000).toFixed(6)}`, { status: 500 }) : reply('ok');
  };
}

function grpcHealth(call: CommandCall): Promise<number> {
  let serving = true;
  const health: Handler = async () =>
    reply(serving ? 'SERVING' : 'NOT_SERVING', { headers: [['grpc-status', '0']] });
  const control: Handler = async ({ path }) => {
    if (path === '/make-not-serving') serving = false;
    if (path === '/make-serving') serving = true;
    return reply('');
  };
  return serve(call, [
    [Number(flagOf(call, 'port') ?? 5000), health],
    [Number(flagOf(call, 'http-port') ?? 8080), control],
  ]);
}
