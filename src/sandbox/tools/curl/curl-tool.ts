import type { CommandCall } from '../../workloads/commands/command.ts';
import { curl } from '../../workloads/commands/curl/curl.ts';
import type { Tool } from '../tool.ts';
import { machineFiles } from './machine-files.ts';
import { machineNetwork } from './machine-network.ts';

/** curl on the machine's own network, for machines without one: so that a runbook needs nothing but Node and kubectl. */
export const curlTool: Tool = {
  name: 'curl',
  run(argv, io) {
    const call: CommandCall = {
      argv: ['curl', ...argv],
      env: io.env,
      io: {
        get stdin() {
          return io.stdin();
        },
        stdout: (chunk) => !io.signal.aborted && (io.stdout.write(chunk) || true),
        stderr: (chunk) => !io.signal.aborted && (io.stderr.write(chunk) || true),
        tty: io.tty,
        signal: io.signal,
      },
      host: {
        network: machineNetwork,
        files: machineFiles(io.cwd),
        curlVersion: '8.5.0',
        find: () => ({ kind: 'absent' }),
      },
    };
    return curl(call);
  },
};
