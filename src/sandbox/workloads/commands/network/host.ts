import { isIP } from 'node:net';
import type { DnsRecord } from '../../../mesh/cluster-dns.ts';
import type { Command } from '../command.ts';
import { unsupported } from '../unsupported.ts';
import { lookUp, noAnswer, nobodyAnswers, pointerName, typeOf } from './dns-questions.ts';

/** `host name` of BIND. */
export const host: Command = async (call) => {
  const words = call.argv.slice(1);
  const at = words.indexOf('-t');
  const [name = '', strange] = words.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
  const type = typeOf(at < 0 ? (isIP(name) ? 'PTR' : 'A') : (words[at + 1] ?? ''));
  if (!name || !type || strange || name.startsWith('-')) return unsupported(call, words.join(' '));
  const asked = isIP(name) ? pointerName(name) : name;
  const found = lookUp(call, asked, type);
  if (found.kind === 'silent') {
    await noAnswer();
    call.io.stdout(nobodyAnswers);
    return 1;
  }
  if (found.kind === 'no such name') {
    call.io.stdout(`Host ${asked} not found: 3(NXDOMAIN)\n`);
    return 1;
  }
  if (!found.records.length) call.io.stdout(`${found.name} has no ${type} record\n`);
  for (const record of found.records) call.io.stdout(lineOf(record));
  return 0;
};

function lineOf({ name, type, data }: DnsRecord): string {
  switch (type) {
    case 'CNAME':
      return `${name} is an alias for ${data}.\n`;
    case 'SRV':
      return `${name} has SRV record ${data}.\n`;
    case 'PTR':
      return `${name} domain name pointer ${data}.\n`;
    case 'AAAA':
      return `${name} has IPv6 address ${data}\n`;
    default:
      return `${name} has address ${data}\n`;
  }
}

/** `getent hosts`, which asks as programs do. */
export const getent: Command = async (call) => {
  const [, database = '', name = ''] = call.argv;
  if (database !== 'hosts' && database !== 'ahosts') return unsupported(call, database);
  const found = lookUp(call, name, 'A');
  if (found.kind === 'silent') await noAnswer();
  const addresses = found.kind === 'answered' ? found.records.filter(({ type }) => type === 'A') : [];
  for (const { data, name: owner } of addresses) call.io.stdout(`${data.padEnd(15)} ${owner}\n`);
  return addresses.length ? 0 : 2;
};
