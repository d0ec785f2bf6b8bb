import { isIP } from 'node:net';
import type { Command } from '../command.ts';
import { unsupported } from '../unsupported.ts';

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
