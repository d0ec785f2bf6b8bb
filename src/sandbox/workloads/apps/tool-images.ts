import { posixTools } from '../binaries.ts';
import type { Command } from '../commands/command.ts';
import type { Workload } from '../workload.ts';
import { piDigits } from './pi.ts';

const network = [
  'curl',
  'dig',
  'host',
  'nslookup',
  'nc',
  'tcpdump',
  'iperf3',
  'traceroute',
  'mtr',
  'ss',
  'nmap',
  'jq',
];

/** Images that people start to look around in the network. */
const toolboxes: Workload = {
  repositories: [
    'nicolaka/netshoot',
    'e2e-test-images/jessie-dnsutils',
    'e2e-test-images/dnsutils',
    'jessie-dnsutils',
    'tutum/dnsutils',
    'infoblox/dnstools',
    'wbitt/network-multitool',
    'praqma/network-multitool',
  ],
  binaries: ['sh', 'bash', ...network, ...posixTools],
  curlVersion: () => '8.7.1',
  entrypoint: (args) => ({ kind: 'command', argv: args.length ? args : ['sleep', 'infinity'] }),
};

/**
 * perl, of which only one program is known, that of the Job which every introduction has: `print bpi(2000)` prints so
 * many digits of pi.
 */
const perl: Command = async ({ argv, io }) => {
  const program = argv.slice(1).join(' ');
  const digits = /-Mbignum=bpi\b.*\bprint\s+bpi\((\d+)\)/.exec(program)?.[1];
  if (digits === undefined || Number(digits) > 20_000) {
    io.stderr(`sandbox: perl ${program} is not simulated\n`);
    return 2;
  }
  io.stdout(`${piDigits(Number(digits))}\n`);
  return 0;
};

const perlImage: Workload = {
  repositories: ['library/perl'],
  binaries: ['sh', 'bash', ...posixTools],
  programs: { perl },
  entrypoint: (args) => ({ kind: 'command', argv: args.length ? args : ['perl', '-de0'] }),
};

const helloWorld: Workload = {
  repositories: ['library/hello-world'],
  binaries: [],
  programs: {
    hello: async ({ io }) => {
      io.stdout(
        '\nHello from Docker!\nThis message shows that your installation appears to be working correctly.\n\n',
      );
      return 0;
    },
  },
  entrypoint: () => ({ kind: 'command', argv: ['hello'] }),
};

export const toolImages: readonly Workload[] = [toolboxes, perlImage, helloWorld];
