import { isIP } from 'node:net';
import type { DnsRecord } from '../../../mesh/cluster-dns.ts';
import { parseImageName } from '../../images/reference.ts';
import type { Command, CommandCall } from '../command.ts';
import { unsupported } from '../unsupported.ts';
import { ask, lookUp, noAnswer, nobodyAnswers, pointerName, serverOf, typeOf } from './dns-questions.ts';

/** `nslookup` of BIND; busybox's prints nearly the same since 1.29. */
export const nslookup: Command = async (call) => {
  const option = (name: string): string | undefined =>
    call.argv.find((arg) => arg.startsWith(`-${name}=`))?.split('=')[1];
  const [name = '', ...rest] = call.argv
    .slice(1)
    .filter((arg) => !/^-(type|query|timeout|retry|debug)/.test(arg));
  const type = typeOf(option('type') ?? option('query') ?? (isIP(name) ? 'PTR' : 'A'));
  const other = rest.find((server) => server !== serverOf(call));
  if (!name || !type || other) return unsupported(call, other ?? call.argv.slice(1).join(' '));
  if (isOldBusybox(call)) return oldNslookup(call, name);
  const asked = isIP(name) ? pointerName(name) : name;
  const found = lookUp(call, asked, type);
  if (found.kind === 'silent') {
    const seconds = Number(option('timeout') ?? 5);
    await noAnswer(seconds * 1000);
    call.io.stdout(`${nobodyAnswers}\n`);
    return 1;
  }
  const server = serverOf(call);
  call.io.stdout(`Server:\t\t${server}\nAddress:\t${server}#53\n\n`);
  if (found.kind === 'no such name') {
    call.io.stdout(`** server can't find ${asked.replace(/\.$/, '')}: NXDOMAIN\n\n`);
    return 1;
  }
  if (!found.records.length) call.io.stdout(`*** Can't find ${asked}: No answer\n`);
  for (const record of found.records) call.io.stdout(lineOf(record));
  call.io.stdout('\n');
  return 0;
};

function lineOf({ name, type, data }: DnsRecord): string {
  switch (type) {
    case 'CNAME':
      return `${name}\tcanonical name = ${data}.\n`;
    case 'SRV':
      return `${name}\tservice = ${data}.\n`;
    case 'PTR':
      return `${name}\tname = ${data}.\n`;
    default:
      return `Name:\t${name}\nAddress: ${data}\n`;
  }
}

/** Up to 1.28 busybox asked the C library, which tutorials of the time show. */
function isOldBusybox({ host }: CommandCall): boolean {
  const { repository, tag } = parseImageName(host.container?.place.container.image ?? '');
  const [, minor] = /^1\.(\d+)/.exec(tag) ?? [];
  return repository.endsWith('busybox') && minor !== undefined && Number(minor) <= 28;
}

async function oldNslookup(call: CommandCall, name: string): Promise<number> {
  const server = serverOf(call);
  call.io.stdout(`Server:    ${server}\nAddress 1: ${server}${ownerOf(call, server)}\n\n`);
  const addresses = isIP(name) ? [name] : await call.host.network.resolve(name);
  if (!addresses?.length) {
    call.io.stderr(`nslookup: can't resolve '${name}'\n`);
    return 1;
  }
  call.io.stdout(`Name:      ${name}\n`);
  for (const [index, address] of addresses.entries())
    call.io.stdout(`Address ${index + 1}: ${address}${ownerOf(call, address)}\n`);
  return 0;
}

function ownerOf(call: CommandCall, address: string): string {
  const reply = ask(call, pointerName(address), 'PTR');
  const [owner] = reply.kind === 'answered' ? reply.records : [];
  return owner ? ` ${owner.data}` : '';
}
