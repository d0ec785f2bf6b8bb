import {
  type Cidr,
  formatIp,
  type IpAddress,
  isInside,
  maskedIp,
  parseCidr,
  parseIp,
} from '../../admission/ip-address.ts';
import type { Registrar } from '../library.ts';

class Ip {
  readonly address: IpAddress;
  constructor(address: IpAddress) {
    this.address = address;
  }
}

class CidrRange {
  readonly range: Cidr;
  constructor(range: Cidr) {
    this.range = range;
  }
}

/** Kubernetes takes no IPv4 address in the clothes of IPv6. */
function ipOf(text: string): IpAddress | undefined {
  const address = parseIp(text);
  return address && address.bits === 128 && address.value >> 32n === 0xffffn ? undefined : address;
}

function requireIp(text: string): Ip {
  const address = ipOf(text);
  if (!address)
    throw new Error(`IP Address ${JSON.stringify(text)} parse error during conversion from string`);
  return new Ip(address);
}

function requireCidr(text: string): CidrRange {
  const range = parseCidr(text);
  if (!range) throw new Error(`network address parse error during conversion from string: ${text}`);
  return new CidrRange(range);
}

const inRange = (text: string) => (ip: Ip) => {
  const range = parseCidr(text);
  return range !== undefined && isInside(ip.address, range);
};

const either = (four: string, six: string) => (ip: Ip) => inRange(ip.address.bits === 32 ? four : six)(ip);

const predicates: Readonly<Record<string, (ip: Ip) => boolean>> = {
  isUnspecified: either('0.0.0.0/32', '::/128'),
  isLoopback: either('127.0.0.0/8', '::1/128'),
  isLinkLocalMulticast: either('224.0.0.0/24', 'ff02::/16'),
  isLinkLocalUnicast: either('169.254.0.0/16', 'fe80::/10'),
  isGlobalUnicast: (ip) =>
    !['isUnspecified', 'isLoopback', 'isLinkLocalUnicast'].some((name) => predicates[name]?.(ip)) &&
    !either('224.0.0.0/4', 'ff00::/8')(ip) &&
    !inRange('255.255.255.255/32')(ip),
};

/** Functions of addresses and ranges. @see https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-ip-address-library */
export function ipFunctions(environment: Registrar): void {
  environment.registerType('net.IP', Ip);
  environment.registerType('net.CIDR', CidrRange);
  environment.registerFunction('ip(string): net.IP', requireIp);
  environment.registerFunction('isIP(string): bool', (text: string) => ipOf(text) !== undefined);
  environment.registerFunction('string(net.IP): string', ({ address }: Ip) => formatIp(address));
  environment.registerFunction('net.IP.family(): int', ({ address }: Ip) => (address.bits === 32 ? 4n : 6n));
  for (const [name, holds] of Object.entries(predicates))
    environment.registerFunction(`net.IP.${name}(): bool`, holds);
  environment.registerFunction('cidr(string): net.CIDR', requireCidr);
  environment.registerFunction('isCIDR(string): bool', (text: string) => parseCidr(text) !== undefined);
  environment.registerFunction('string(net.CIDR): string', ({ range }: CidrRange) => formatCidr(range));
  const member = (signature: string, handler: (one: CidrRange, other: never) => unknown) =>
    environment.registerFunction(`net.CIDR.${signature}`, handler as (...args: unknown[]) => unknown);
  member('containsIP(string): bool', ({ range }, ip: string) => isInside(requireIp(ip).address, range));
  member('containsIP(net.IP): bool', ({ range }, ip: Ip) => isInside(ip.address, range));
  member('containsCIDR(string): bool', (one, other: string) => contains(one, requireCidr(other)));
  member('containsCIDR(net.CIDR): bool', contains);
  member('ip(): net.IP', ({ range }) => new Ip(range.address));
  member('masked(): net.CIDR', ({ range }) => new CidrRange({ ...range, address: maskedIp(range) }));
  member('prefixLength(): int', ({ range }) => BigInt(range.prefix));
}

const contains = ({ range }: CidrRange, { range: other }: CidrRange): boolean =>
  other.prefix >= range.prefix && isInside(other.address, range);

const formatCidr = ({ address, prefix }: Cidr): string => `${formatIp(address)}/${prefix}`;
