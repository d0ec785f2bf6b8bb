import { isIP } from 'node:net';
import type { ServiceObject } from '../../../mesh/objects.ts';
import { podByIp } from '../../../mesh/registry.ts';
import { resources } from '../../../mesh/resources.ts';
import type { Command, CommandCall } from '../command.ts';
import { unsupported } from '../unsupported.ts';

const server = '10.96.0.10';

/** The name that answers, of those that the search list makes of a short one, and its addresses. */
async function lookUp(
  call: CommandCall,
  name: string,
): Promise<{ readonly name: string; readonly addresses: readonly string[] } | undefined> {
  const namespace = call.host.container?.place.pod().metadata.namespace ?? 'default';
  const absolute = name.endsWith('.');
  const plain = name.replace(/\.$/, '');
  const search = [`${namespace}.svc.cluster.local`, 'svc.cluster.local', 'cluster.local'];
  const candidates = absolute ? [plain] : [...search.map((suffix) => `${plain}.${suffix}`), plain];
  for (const candidate of candidates) {
    const addresses = await call.host.network.resolve(`${candidate}`);
    if (addresses?.length) return { name: candidate, addresses };
  }
  return undefined;
}

/** Who has an address: a Service's name, a pod's. */
function reverse({ host }: CommandCall, address: string): string | undefined {
  const world = host.container?.place.world;
  if (!world) return undefined;
  const service = world.store
    .list<ServiceObject>(resources.services)
    .find(({ spec }) => spec?.clusterIP === address);
  if (service) return `${service.metadata.name}.${service.metadata.namespace}.svc.cluster.local`;
  const pod = podByIp(world, address);
  return pod && `${address.replaceAll('.', '-')}.${pod.metadata.namespace}.pod.cluster.local`;
}

/** `nslookup` of BIND, as dnsutils and netshoot have it; busybox's prints nearly the same. */
export const nslookup: Command = async (call) => {
  const args = call.argv.slice(1).filter((arg) => !/^-(type|query|timeout|debug)/.test(arg));
  const type = call.argv.find((arg) => /^-(type|query)=/.test(arg))?.split('=')[1] ?? 'A';
  const [name = ''] = args;
  if (!name || !/^(a|any|aaaa)$/i.test(type)) return unsupported(call, call.argv.slice(1).join(' '));
  call.io.stdout(`Server:\t\t${server}\nAddress:\t${server}#53\n\n`);
  if (isIP(name)) {
    const owner = reverse(call, name);
    const pointer = `${name.split('.').reverse().join('.')}.in-addr.arpa`;
    call.io.stdout(
      owner ? `${pointer}\tname = ${owner}.\n\n` : `** server can't find ${pointer}: NXDOMAIN\n\n`,
    );
    return owner ? 0 : 1;
  }
  const found = await lookUp(call, name);
  if (!found) {
    call.io.stdout(`** server can't find ${name.replace(/\.$/, '')}: NXDOMAIN\n\n`);
    return 1;
  }
  for (const address of found.addresses) call.io.stdout(`Name:\t${found.name}\nAddress: ${address}\n`);
  call.io.stdout('\n');
  return 0;
};

/** `dig`, of which the search list only counts with `+search`. */
export const dig: Command = async (call) => {
  const args = call.argv.slice(1);
  const flags = args.filter((arg) => arg.startsWith('+'));
  const type = args.find((arg) => /^(A|AAAA|ANY|SRV|MX|TXT|NS|CNAME|PTR)$/i.test(arg))?.toUpperCase() ?? 'A';
  const [name = '', ...rest] = args.filter((arg) => !/^[-+@]/.test(arg) && arg.toUpperCase() !== type);
  const strange = rest[0] ?? (type === 'A' ? undefined : type);
  if (!name || strange || args.some((arg) => arg.startsWith('-')))
    return unsupported(call, strange ?? call.argv.slice(1).join(' '));
  const searched = flags.includes('+search') ? await lookUp(call, name) : undefined;
  const addresses = searched?.addresses ?? (await call.host.network.resolve(name)) ?? [];
  const owner = `${(searched?.name ?? name).replace(/\.$/, '')}.`;
  if (flags.includes('+short')) {
    for (const address of addresses) call.io.stdout(`${address}\n`);
    return 0;
  }
  const answers = addresses.map((address) => `${owner}\t30\tIN\tA\t${address}`);
  const status = addresses.length ? 'NOERROR' : 'NXDOMAIN';
  call.io.stdout(
    [
      '',
      `; <<>> DiG 9.18 <<>> ${args.join(' ')}`,
      ';; global options: +cmd',
      ';; Got answer:',
      `;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: 1`,
      `;; flags: qr aa rd; QUERY: 1, ANSWER: ${answers.length}, AUTHORITY: 0, ADDITIONAL: 1`,
      '',
      ';; QUESTION SECTION:',
      `;${owner}\t\tIN\tA`,
      '',
      ...(answers.length ? [';; ANSWER SECTION:', ...answers, ''] : []),
      `;; SERVER: ${server}#53(${server}) (UDP)`,
      '',
    ].join('\n'),
  );
  return 0;
};

/** `host name` of BIND. */
export const host: Command = async (call) => {
  const [name = ''] = call.argv.slice(1);
  if (!name || name.startsWith('-')) return unsupported(call, name);
  const found = await lookUp(call, name);
  for (const address of found?.addresses ?? []) call.io.stdout(`${found?.name} has address ${address}\n`);
  if (!found) call.io.stdout(`Host ${name} not found: 3(NXDOMAIN)\n`);
  return found ? 0 : 1;
};

export const getent: Command = async (call) => {
  const [, database = '', name = ''] = call.argv;
  if (database !== 'hosts' && database !== 'ahosts') return unsupported(call, database);
  const found = await lookUp(call, name);
  for (const address of found?.addresses ?? []) call.io.stdout(`${address.padEnd(15)} ${found?.name}\n`);
  return found ? 0 : 2;
};

/** `nc -z host port`: whether somebody listens; what is said on a connection is not simulated. */
export const nc: Command = async (call) => {
  const args = call.argv.slice(1);
  const flags = args.filter((arg) => arg.startsWith('-')).join('');
  const wait = args.indexOf('-w');
  const plain = args.filter((arg, index) => !arg.startsWith('-') && (wait < 0 || index !== wait + 1));
  const [to = '', port = ''] = plain;
  if (!flags.includes('z') || /[^-zvwunw0-9]/.test(flags)) return unsupported(call, args.join(' '));
  const address = isIP(to) ? to : (await call.host.network.resolve(to))?.[0];
  if (!address) {
    call.io.stderr(`nc: bad address '${to}'\n`);
    return 1;
  }
  const request = { method: 'GET', path: '/', headers: [['Host', to]] as const, body: Buffer.alloc(0) };
  const limit = wait < 0 ? 127_000 : Number(args[wait + 1]) * 1000;
  const delivery = await call.host.network.exchange(
    { host: to, port: Number(port), tls: false, address, connectTimeoutMs: limit },
    request,
    call.io.signal,
  );
  const open = delivery.kind === 'response' || delivery.failure === 'reset' || delivery.failure === 'tls';
  if (delivery.kind === 'failure' && delivery.failure === 'unsimulated') {
    call.io.stderr(`${delivery.detail}\n`);
    return 2;
  }
  if (delivery.kind === 'failure' && delivery.failure === 'timeout')
    await new Promise((resolve) => setTimeout(resolve, limit));
  if (flags.includes('v')) {
    if (open) call.io.stderr(`${to} (${address}:${port}) open\n`);
    else
      call.io.stderr(
        `nc: ${to} (${address}:${port}): ${delivery.kind === 'failure' && delivery.failure === 'timeout' ? 'Operation timed out' : 'Connection refused'}\n`,
      );
  }
  return open ? 0 : 1;
};
