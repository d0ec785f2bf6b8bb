import { isIP } from 'node:net';
import { silence } from '../../../dataplane/patience.ts';
import { isTlsFault } from '../../../dataplane/tls.ts';
import type { Command, CommandCall } from '../command.ts';
import { optionValue, readOptions } from '../options.ts';
import { unsupported } from '../unsupported.ts';
import { listen } from './nc-listen.ts';

/** How long a kernel tries to connect, in milliseconds. */
const kernelPatienceMs = 127_000;

/** `nc -z host port`, whether somebody listens, and `nc -l`; what else is said on a connection is not simulated. */
export const nc: Command = async (call) => {
  const [own, program] = apart(call.argv);
  const options = readOptions({ ...call, argv: own }, { flags: 'zvnlk', valued: 'wpsq' });
  if (typeof options === 'number') return options;
  const { flags, operands, values } = options;
  const wait = optionValue(options, 'w');
  if (flags.has('l')) {
    const port = Number(optionValue(options, 'p') ?? operands.at(-1) ?? Number.NaN);
    if (!port || values.has('s')) return unsupported(call, call.argv.slice(1).join(' '));
    return listen(call, { port, again: flags.has('k'), program });
  }
  if (!flags.has('z') || program.length || values.has('p'))
    return unsupported(call, call.argv.slice(1).join(' '));
  const [host = '', port = ''] = operands;
  return connect(call, { host, port: Number(port), verbose: flags.has('v') }, wait);
};

/** Everything behind `-e` is the program's. */
function apart(argv: readonly string[]): readonly [readonly string[], readonly string[]] {
  const at = argv.findIndex((word) => /^-[a-z]*e$/.test(word));
  if (at < 0) return [argv, []];
  const last = (argv[at] ?? '').slice(0, -1);
  return [[...argv.slice(0, at), ...(last === '-' ? [] : [last])], argv.slice(at + 1)];
}

type To = { readonly host: string; readonly port: number; readonly verbose: boolean };

async function connect(
  call: CommandCall,
  { host, port, verbose }: To,
  wait: string | undefined,
): Promise<number> {
  const address = isIP(host) ? host : (await call.host.network.resolve(host))?.[0];
  if (!address) {
    call.io.stderr(`nc: bad address '${host}'\n`);
    return 1;
  }
  const limit = wait === undefined ? kernelPatienceMs : Number(wait) * 1000;
  const delivery = await call.host.network.exchange(
    { host, port, tls: false, address, connectTimeoutMs: limit },
    { method: 'GET', path: '/', headers: [['Host', host]], body: Buffer.alloc(0) },
    call.io.signal,
  );
  const failure = delivery.kind === 'failure' ? delivery.failure : undefined;
  if (delivery.kind === 'failure' && failure === 'unsimulated') {
    call.io.stderr(`${delivery.detail}\n`);
    return 2;
  }
  if (failure === 'timeout') await silence(limit);
  const open = failure === undefined || failure === 'reset' || isTlsFault(failure);
  const why = failure === 'timeout' ? 'Operation timed out' : 'Connection refused';
  if (verbose) {
    call.io.stderr(
      open ? `${host} (${address}:${port}) open\n` : `nc: ${host} (${address}:${port}): ${why}\n`,
    );
  }
  return open ? 0 : 1;
}
