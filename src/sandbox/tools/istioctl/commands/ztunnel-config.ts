import type { Call, Command, FlagSpec } from '../command.ts';
import { CommandError, notSimulated } from '../command.ts';
import { formatted } from '../output/write.ts';
import { dumpOf, oneSource, sourceFlags, ztunnelPods } from '../ztunnel/source.ts';
import { lists, type ZtunnelDump } from '../ztunnel/structs.ts';
import {
  certificatesTable,
  connectionsTable,
  inOrder,
  policiesInOrder,
  policiesTable,
  servicesTable,
  workloadsTable,
} from '../ztunnel/tables.ts';

const filterFlag = (name: string, help: string): FlagSpec => ({ name, type: 'string', help });

/** Filters compare without regard to case; an empty one lets everything through. */
const fits = (wanted: string, value: string | undefined): boolean =>
  !wanted || wanted.toLowerCase() === (value ?? '').toLowerCase();

const target = '[<type>/]<name>[.<namespace>]';

const workload: Command = {
  names: ['workload', 'w', 'workloads'],
  operands: target,
  about: 'What ztunnel knows of workloads',
  passedOn: [
    ...sourceFlags,
    filterFlag('address', 'only workloads with this address'),
    filterFlag('workload-namespace', 'only workloads of this namespace'),
    filterFlag('workload-node', 'only workloads on this node'),
  ],
  check: oneSource,
  async run(call) {
    const { flags, io } = call;
    const dump = await dumpOf(call);
    const found = dump.workloads.filter(
      ({ namespace, node, workloadIps = [] }) =>
        fits(flags.text('workload-namespace'), namespace) &&
        fits(flags.text('workload-node'), node) &&
        (!flags.text('address') || workloadIps.includes(flags.text('address'))),
    );
    const data = { shape: lists.workloads, value: () => found };
    io.stdout.write(formatted(flags, () => workloadsTable(dump, found), data));
    return 0;
  },
};

const service: Command = {
  names: ['service', 'services', 's', 'svc'],
  about: 'What ztunnel knows of services',
  passedOn: [...sourceFlags, filterFlag('service-namespace', 'only services of this namespace')],
  check: oneSource,
  async run(call) {
    const { flags, io } = call;
    const dump = await dumpOf(call);
    const found = dump.services.filter(({ namespace }) => fits(flags.text('service-namespace'), namespace));
    const data = { shape: lists.services, value: () => inOrder(found) };
    io.stdout.write(formatted(flags, () => servicesTable(dump, found), data));
    return 0;
  },
};

const policy: Command = {
  names: ['policy', 'policies', 'p', 'pol'],
  about: 'The policies that ztunnel enforces',
  passedOn: [...sourceFlags, filterFlag('policy-namespace', 'only policies of this namespace')],
  check: oneSource,
  async run(call) {
    const { flags, io } = call;
    const { policies } = await dumpOf(call);
    const found = policies.filter(({ namespace }) => fits(flags.text('policy-namespace'), namespace));
    const data = { shape: lists.policies, value: () => policiesInOrder(found) };
    io.stdout.write(formatted(flags, () => policiesTable(found), data));
    return 0;
  },
};

const certificate: Command = {
  names: ['certificate', 'certificates', 'certs', 'cert'],
  about: 'The certificates that ztunnel holds; from a file only',
  passedOn: sourceFlags,
  check: oneSource,
  async run(call) {
    const { flags, io } = call;
    const { certificates } = await dumpOf(call, true);
    if (!certificates) throw notSimulated('istioctl ztunnel-config certificate without --file');
    const data = { shape: lists.certificates, value: () => certificates };
    io.stdout.write(formatted(flags, () => certificatesTable(certificates, new Date()), data));
    return 0;
  },
};

const connections: Command = {
  names: ['connections', 'cons'],
  operands: target,
  about: 'The connections that ztunnel has open; from a file only',
  passedOn: [
    ...sourceFlags,
    filterFlag('direction', 'only connections that go inbound or outbound'),
    { name: 'raw', type: 'bool', help: 'addresses instead of names' },
    filterFlag('workload-namespace', 'only workloads of this namespace'),
  ],
  check: oneSource,
  async run(call) {
    const { flags, io } = call;
    const dump = await dumpOf(call, true);
    const { states } = dump;
    if (!states) throw notSimulated('istioctl ztunnel-config connections without --file');
    const namespace = flags.text('workload-namespace');
    const filter = { namespace, direction: flags.text('direction'), raw: flags.on('raw') };
    const value = () => states.filter(({ info }) => !namespace || info.namespace === namespace);
    io.stdout.write(formatted(flags, () => connectionsTable(dump, filter), { shape: lists.states, value }));
    return 0;
  },
};

const all: Command = {
  names: ['all'],
  about: 'All that ztunnel knows',
  passedOn: [...sourceFlags, { name: 'with-headers', type: 'bool', help: 'a heading over each table' }],
  check: oneSource,
  async run(call) {
    const { flags, io } = call;
    const dump = await dumpOf(call);
    const format = flags.text('output');
    if (format === 'short') {
      io.stdout.write(allTables(dump, flags.on('with-headers')));
      if (!dump.source)
        io.stderr.write('sandbox: the tables of certificates and connections are not simulated\n');
      return 0;
    }
    if (dump.source === undefined)
      throw notSimulated(`istioctl ztunnel-config all -o ${format} without --file`);
    if (format === 'json') io.stdout.write(`${dump.source}\n`);
    else
      io.stdout.write(
        formatted(flags, () => '', { shape: { is: 'any' }, value: () => JSON.parse(dump.source ?? '') }),
      );
    return 0;
  },
};

function allTables(dump: ZtunnelDump, withHeaders: boolean): string {
  const { workloads, services, policies, certificates, states } = dump;
  const everything = { namespace: '', direction: '', raw: false };
  const parts = [
    ['WORKLOAD INFO', workloadsTable(dump, workloads)],
    ['SERVICE INFO', servicesTable(dump, services)],
    ['POLICY INFO', policiesTable(policies)],
    ...(certificates ? [['SECRET INFO', certificatesTable(certificates, new Date())]] : []),
    ...(states ? [['CONNECTIONS INFO', connectionsTable(dump, everything)]] : []),
  ];
  return parts
    .map(([heading, text]) => `\n${withHeaders ? `------ ${heading} ------\n\n` : ''}${text}`)
    .join('');
}

/** What ztunnel logs as it starts: itself, and of its DNS server only when that is in trouble. */
const logLevel = 'hickory_server::server=off,info';

const log: Command = {
  names: ['log', 'o'],
  operands: target,
  about: 'What ztunnel logs',
  passedOn: [
    ...sourceFlags,
    { name: 'reset', letter: 'r', type: 'bool', help: 'back to what it logs by default', refused: true },
    { name: 'level', type: 'string', help: 'what to log from now on', refused: true },
  ],
  check: (flags) =>
    oneSource(flags) ??
    (flags.text('output') === 'short' ? undefined : '--output is not applicable for this command'),
  run(call: Call) {
    if (call.flags.text('node'))
      throw new CommandError('sandbox: istioctl ztunnel-config log --node is not simulated');
    for (const { name, namespace } of ztunnelPods(call))
      call.io.stdout.write(`${name}.${namespace}:\ncurrent log level is ${logLevel}\n\n`);
    return 0;
  },
};

/** `istioctl ztunnel-config`: what the ztunnels of the nodes were told by istiod. */
export const ztunnelConfig: Command = {
  names: ['ztunnel-config', 'zc'],
  about: 'Look into a ztunnel',
  commands: [all, certificate, connections, log, policy, service, workload],
};
