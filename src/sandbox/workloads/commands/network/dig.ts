import type { DnsRecord, DnsType } from '../../../mesh/cluster-dns.ts';
import type { Command, CommandCall } from '../command.ts';
import { unsupported } from '../unsupported.ts';
import {
  ask,
  dataOf,
  type LookedUp,
  lookUp,
  noAnswer,
  pointerName,
  serverOf,
  typeOf,
} from './dns-questions.ts';

type Question = {
  readonly name: string;
  readonly type: DnsType;
  readonly flags: readonly string[];
};

/** `dig`, for which the search list only counts with `+search`. */
export const dig: Command = async (call) => {
  const question = read(call);
  if (typeof question === 'string') return unsupported(call, question);
  const { name, type, flags } = question;
  const found: LookedUp = flags.includes('+search')
    ? lookUp(call, name, type)
    : { ...ask(call, name, type), name: name.replace(/\.$/, '') };
  if (found.kind === 'silent') return nobody(call, question);
  const records = found.kind === 'answered' ? found.records : [];
  if (flags.includes('+short')) {
    for (const record of records) call.io.stdout(`${dataOf(record)}\n`);
    return 0;
  }
  const lines = records.map(answerLine);
  if (flags.includes('+noall')) {
    if (flags.includes('+answer')) for (const line of lines) call.io.stdout(`${line}\n`);
    return 0;
  }
  const server = serverOf(call);
  const status = found.kind === 'no such name' ? 'NXDOMAIN' : 'NOERROR';
  call.io.stdout(
    [
      ...head(call),
      ';; Got answer:',
      `;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: 1`,
      `;; flags: qr aa rd; QUERY: 1, ANSWER: ${lines.length}, AUTHORITY: 0, ADDITIONAL: 1`,
      '',
      ';; QUESTION SECTION:',
      `;${found.name}.\t\tIN\t${type}`,
      '',
      ...(lines.length ? [';; ANSWER SECTION:', ...lines, ''] : []),
      `;; SERVER: ${server}#53(${server}) (UDP)`,
      '',
    ].join('\n'),
  );
  return 0;
};

const head = (call: CommandCall): readonly string[] => [
  '',
  `; <<>> DiG 9.18 <<>> ${call.argv.slice(1).join(' ')}`,
  ';; global options: +cmd',
];

const answerLine = (record: DnsRecord): string =>
  `${record.name}.\t30\tIN\t${record.type}\t${dataOf(record)}`;

/** What is asked for; a text is what isn't simulated of it. */
function read(call: CommandCall): Question | string {
  const words = call.argv.slice(1);
  const flags = words.filter((word) => word.startsWith('+'));
  const rest = words.filter((word) => !word.startsWith('+'));
  const server = rest.find((word) => word.startsWith('@'));
  if (server && server.slice(1) !== serverOf(call)) return server;
  const left = rest.filter((word) => word !== server);
  const reverse = left.indexOf('-x');
  if (reverse >= 0) return { name: pointerName(left[reverse + 1] ?? ''), type: 'PTR', flags };
  const typed = left.indexOf('-t');
  const plain = left.filter((_, index) => typed < 0 || index !== typed);
  const option = plain.find((word) => word.startsWith('-'));
  if (option) return option;
  const type = plain.map(typeOf).find(Boolean);
  const [name = '', strange] = plain.filter((word) => !typeOf(word));
  if (!name || strange !== undefined) return strange ?? words.join(' ');
  return { name, type: type ?? 'A', flags };
}

async function nobody(call: CommandCall, { flags }: Question): Promise<number> {
  const number = (name: string, other: number): number =>
    Number(flags.find((flag) => flag.startsWith(`+${name}=`))?.split('=')[1] ?? other);
  const tries = number('tries', 3);
  await noAnswer(number('time', 5) * tries * 1000);
  const server = serverOf(call);
  const each = `;; communications error to ${server}#53: timed out\n`;
  call.io.stdout(each.repeat(tries));
  if (!flags.includes('+short')) call.io.stdout(`${head(call).join('\n')}\n`);
  call.io.stdout(';; no servers could be reached\n');
  return 9;
}
