import type { Command } from '../../commands/command.ts';
import type { Workload } from '../../workload.ts';
import { serve } from '../serve.ts';
import { echo } from './echo.ts';
import { fetchOnce, load } from './load.ts';

/** Fortio: a load generator, and a server that echoes. @see https://github.com/fortio/fortio#command-line-arguments */
export const fortio: Workload = {
  repositories: ['fortio/fortio'],
  binaries: [],
  programs: { fortio: run },
  entrypoint: (args) => ({
    kind: 'command',
    argv: ['fortio', ...(args.length ? args : ['server', '-config-dir', '/etc/fortio'])],
  }),
};

const echoPort = 8080;

async function run(call: Parameters<Command>[0]): Promise<number> {
  const [, command = ''] = call.argv;
  switch (command) {
    case 'load':
      return load(call);
    case 'curl':
      return fetchOnce(call);
    case 'server':
      return server(call);
    case 'version':
      call.io.stdout('1.69.5\n');
      return 0;
    default:
      call.io.stderr(`sandbox: fortio ${command} is not simulated\n`);
      return 1;
  }
}

/** The echo server; its pages of results, its gRPC and TCP ports are not there. */
function server(call: Parameters<Command>[0]): Promise<number> {
  const said = `Fortio 1.69.5 HTTP server listening on tcp [::]:${echoPort}\n`;
  call.io.stderr(said);
  return serve(call, [[echoPort, echo]]);
}
