import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { listProcesses } from './process-tree.ts';
import { runProbe } from './run-probe.ts';

/** A process that listens on a port of this machine; `group` is its process group. */
type PortOwner = { readonly pid: number; readonly name: string; readonly group?: number };

const connectMs = 500;

/** The addresses that `localhost` may mean on this machine. */
export function localAddresses(): readonly string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return addresses.some(({ address }) => address === '::1') ? ['127.0.0.1', '::1'] : ['127.0.0.1'];
}

/** The first of some addresses on which something accepts connections to a port; undefined when none does. */
export async function answeringAddress(
  port: number,
  addresses: readonly string[],
): Promise<string | undefined> {
  const answers = await Promise.all(addresses.map((address) => accepts(port, address)));
  return addresses.find((_, index) => answers[index]);
}

/** Whether something accepts connections. */
export function accepts(port: number, host: string, timeoutMs = connectMs): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: timeoutMs });
    const settle = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });
}

/** Who listens on a port; undefined when that can't be known, as of another user's processes and of containers. */
async function ownerOf(port: number): Promise<PortOwner | undefined> {
  try {
    return process.platform === 'linux' ? await ownerByProc(port) : await ownerByLsof(port);
  } catch {
    return undefined;
  }
}

/** Who listens on a port, in words. */
export async function ownerText(port: number, ownGroups: ReadonlySet<number>): Promise<string> {
  const owner = await ownerOf(port);
  if (owner === undefined) return 'another process';
  const own = owner.group !== undefined && ownGroups.has(owner.group);
  return `\`${owner.name}\` (pid ${owner.pid}${own ? ', started by a command above' : ''})`;
}

/** `127.0.0.1:80`, `[::1]:80`. */
export function socketAddress(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** @see proc_net(5), tcp: `0A` is LISTEN; proc_pid_fd(5): what a socket is called by */
async function ownerByProc(port: number): Promise<PortOwner | undefined> {
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readLines(file));
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const inodes = lines.flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    return state === '0A' && local.endsWith(`:${hex}`) ? [`socket:[${inode}]`] : [];
  });
  const pid = inodes.length === 0 ? undefined : readdirSync('/proc').find((entry) => holdsOne(entry, inodes));
  if (pid === undefined) return undefined;
  return (await listProcesses()).find((each) => each.pid === Number(pid));
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(1);
  } catch {
    return [];
  }
}

/** Whether a process has one of some sockets open. Those of other users can't be looked into. */
function holdsOne(entry: string, sockets: readonly string[]): boolean {
  if (!/^\d+$/.test(entry)) return false;
  try {
    return readdirSync(`/proc/${entry}/fd`).some((fd) => sockets.includes(target(`/proc/${entry}/fd/${fd}`)));
  } catch {
    return false;
  }
}

/** A descriptor may be closed while they are looked at. */
function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

/** @see lsof(8), -F: `p` with the process id, `g` with its group, `c` with its name */
async function ownerByLsof(port: number): Promise<PortOwner | undefined> {
  const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpgc'];
  const probed = await runProbe('lsof', args, { timeoutMs: 2_000 });
  if (probed.kind !== 'ended') return undefined;
  const field = (letter: string) => new RegExp(`^${letter}(.*)$`, 'm').exec(probed.stdout)?.[1];
  const [pid, group, name] = [field('p'), field('g'), field('c')];
  if (pid === undefined || name === undefined) return undefined;
  return { pid: Number(pid), name, ...(group === undefined ? {} : { group: Number(group) }) };
}
