import { setTimeout as delay } from 'node:timers/promises';
import { answeringAddress, localAddresses, ownerText, socketAddress } from './local-port.ts';
import type { Probe } from './readiness.ts';

/** For a port of which the owner has just been asked to end. */
const freeMs = 1_000;
const stepMs = 50;

/** A port that a command is to open, and the addresses of this machine on which it may be asked. */
type Wanted = { readonly port: number; readonly addresses: readonly string[] };

/**
 * What keeps a command from opening the ports that it is waited for: something answers there although the command
 * hasn't run, so that an answer would say nothing about it. In words; undefined when they are free.
 */
export async function whyTaken(
  probes: readonly Probe[],
  ownGroups: ReadonlySet<number>,
): Promise<string | undefined> {
  for (const { port, addresses } of probes.flatMap(portsOf)) {
    const address = await stillAnswering(port, addresses);
    if (address !== undefined) {
      const owner = await ownerText(port, ownGroups);
      return `port ${port} is taken: ${owner} answers on ${socketAddress(address, port)}, so this command was not run`;
    }
  }
  return undefined;
}

async function stillAnswering(port: number, addresses: readonly string[]): Promise<string | undefined> {
  for (let waited = 0; ; waited += stepMs) {
    const address = await answeringAddress(port, addresses);
    if (address === undefined || waited >= freeMs) return address;
    await delay(stepMs);
  }
}

function portsOf({ for: what }: Probe): readonly Wanted[] {
  const all = localAddresses();
  switch (what.kind) {
    case 'port':
      return [{ port: what.port, addresses: all }];
    case 'serving':
      return what.port === undefined ? [] : [{ port: what.port, addresses: all }];
    case 'forwarding':
      return what.ports.flatMap((port) => (port === undefined ? [] : [{ port, addresses: all }]));
    case 'http':
      return portOfUrl(what.url, all);
    case 'log':
      return [];
    default:
      return what satisfies never;
  }
}

/** Of a URL of this machine: one of another is nobody's to open here. */
function portOfUrl(text: string, all: readonly string[]): readonly Wanted[] {
  const { hostname, port, protocol } = new URL(text);
  const addresses = /^(?:localhost|0\.0\.0\.0|\[::\])$/.test(hostname)
    ? all
    : /^127\.[\d.]+$|^\[::1\]$/.test(hostname)
      ? [hostname.replace(/[[\]]/g, '')]
      : [];
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  return addresses.length === 0 ? [] : [{ port: number, addresses }];
}
