/** The bytes of an IPv4 or IPv6 address as a number, with how many bits it has; undefined when it is none. */
export type IpAddress = { readonly bits: 32 | 128; readonly value: bigint };

/** Reads an address: `10.0.0.1`, `::1`, `::ffff:10.0.0.1`; no zones, no leading zeros. */
export function parseIp(text: string): IpAddress | undefined {
  if (!text.includes(':')) {
    const value = parseIpv4(text);
    return value === undefined ? undefined : { bits: 32, value };
  }
  const value = parseIpv6(text);
  return value === undefined ? undefined : { bits: 128, value };
}

/** Reads an address as older Kubernetes fields do, which let parts of IPv4 begin with zeros. */
export const legacyIp = (text: string): IpAddress | undefined =>
  parseIp(text.includes(':') ? text : text.replace(/(^|\.)0+(?=\d)/g, '$1'));

/** 4 or 6 for an address of that kind, 0 for any other text. */
export const ipVersion = (text: string): 0 | 4 | 6 => {
  const address = parseIp(text);
  return address ? (address.bits === 32 ? 4 : 6) : 0;
};

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  const isValid =
    parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return isValid ? parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) : undefined;
}

function parseIpv6(text: string): bigint | undefined {
  const groups = withoutIpv4(text);
  if (groups === undefined) return undefined;
  const [head = '', tail, ...more] = groups.split('::');
  if (more.length) return undefined;
  const before = head ? head.split(':') : [];
  const after = tail ? tail.split(':') : [];
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  return all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? all.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n)
    : undefined;
}

/** The last four bytes may be written as an IPv4 address. */
function withoutIpv4(text: string): string | undefined {
  if (!text.includes('.')) return text;
  const at = text.lastIndexOf(':') + 1;
  const value = parseIpv4(text.slice(at));
  return value === undefined
    ? undefined
    : `${text.slice(0, at)}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}

/** How an address is written in its shortest form. */
export function formatIp({ bits, value }: IpAddress): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, at) => (value >> BigInt(112 - 16 * at)) & 0xffffn);
  const zeros = [
    ...groups
      .map((group) => (group === 0n ? '0' : '1'))
      .join('')
      .matchAll(/0{2,}/g),
  ];
  const longest = zeros.reduce<(typeof zeros)[number] | undefined>(
    (best, run) => (best && best[0].length >= run[0].length ? best : run),
    undefined,
  );
  const hex = groups.map((group) => group.toString(16));
  if (!longest) return hex.join(':');
  const end = longest.index + longest[0].length;
  return `${hex.slice(0, longest.index).join(':')}::${hex.slice(end).join(':')}`;
}

/** A range of addresses: the address as it was written, and how many of its bits count. */
export type Cidr = { readonly address: IpAddress; readonly prefix: number };

/** Reads `10.0.0.0/8`. */
export function parseCidr(text: string): Cidr | undefined {
  const [ip = '', bits = '', ...rest] = text.split('/');
  const address = parseIp(ip);
  if (!address || rest.length || !/^(0|[1-9]\d{0,2})$/.test(bits) || Number(bits) > address.bits)
    return undefined;
  return { address, prefix: Number(bits) };
}

/** The first address of a range. */
export function maskedIp({ address, prefix }: Cidr): IpAddress {
  const host = BigInt(address.bits - prefix);
  return { bits: address.bits, value: (address.value >> host) << host };
}

/** Whether an address lies in a range of its own kind. */
export const isInside = (address: IpAddress, range: Cidr): boolean =>
  address.bits === range.address.bits &&
  maskedIp({ address, prefix: range.prefix }).value === maskedIp(range).value;
