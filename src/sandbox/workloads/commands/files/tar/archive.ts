import type { Entry } from '../../../files/entry.ts';

/** One thing in an archive; folders have no slash at their end. */
export type Member = { readonly name: string; readonly entry: Entry };

const block = 512;

/** Where fields of a header are, and how long. @see https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06 */
const fields = {
  name: [0, 100],
  mode: [100, 8],
  size: [124, 12],
  time: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  link: [157, 100],
  magic: [257, 8],
  prefix: [345, 155],
} as const;

type Field = keyof typeof fields;

const types = { file: '0', link: '2', folder: '5' } as const;
const longName = 'L';
const longLink = 'K';

/** The archive of some members, as `tar` writes it: in ustar, with GNU's way for long names. */
export function writeArchive(members: readonly Member[]): Buffer {
  const parts = members.flatMap(({ name, entry }) => {
    const shown = entry.kind === 'folder' ? `${name}/` : name;
    const content = entry.kind === 'file' ? entry.content : Buffer.alloc(0);
    const to = entry.kind === 'link' ? entry.to : '';
    return [...long(shown, longName), ...long(to, longLink), header(shown, entry, to), padded(content)];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

const long = (text: string, type: string): readonly Buffer[] => {
  const bytes = Buffer.from(`${text}\0`);
  if (bytes.length <= fields.name[1]) return [];
  return [
    raw({ name: '././@LongLink', mode: 0o644, size: bytes.length, time: 0, type, link: '' }),
    padded(bytes),
  ];
};

const header = (name: string, entry: Entry, link: string): Buffer =>
  raw({
    name,
    mode: entry.mode,
    size: entry.kind === 'file' ? entry.content.length : 0,
    time: Math.floor(entry.at.getTime() / 1000),
    type: types[entry.kind],
    link,
  });

type Header = {
  readonly name: string;
  readonly mode: number;
  readonly size: number;
  readonly time: number;
  readonly type: string;
  readonly link: string;
};

function raw({ name, mode, size, time, type, link }: Header): Buffer {
  const bytes = Buffer.alloc(block);
  const put = (field: Field, text: string): void => {
    const [at, length] = fields[field];
    bytes.write(Buffer.from(text).subarray(0, length).toString('latin1'), at, 'latin1');
  };
  const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`;
  put('name', name);
  put('mode', octal(mode, 8));
  bytes.write(octal(0, 8), 108, 'latin1');
  bytes.write(octal(0, 8), 116, 'latin1');
  put('size', octal(size, 12));
  put('time', octal(time, 12));
  put('type', type);
  put('link', link);
  put('magic', 'ustar  \0');
  put('checksum', ' '.repeat(8));
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  put('checksum', `${sum.toString(8).padStart(6, '0')}\0 `);
  return bytes;
}

const padded = (content: Buffer): Buffer =>
  Buffer.concat([content, Buffer.alloc((block - (content.length % block)) % block)]);

/** Reads an archive; undefined where it is none. Members of other kinds are left out. */
export function readArchive(bytes: Buffer): readonly Member[] | undefined {
  const members: Member[] = [];
  let given: { readonly name?: string; readonly link?: string } = {};
  for (let at = 0; at + block <= bytes.length; ) {
    const head = bytes.subarray(at, at + block);
    if (head.every((byte) => byte === 0)) return members;
    if (!isHeader(head)) return undefined;
    const size = number(head, 'size');
    const content = bytes.subarray(at + block, at + block + size);
    if (content.length < size) return undefined;
    at += block + Math.ceil(size / block) * block;
    const type = text(head, 'type');
    if (type === longName || type === longLink || type === 'x' || type === 'g') {
      given = { ...given, ...extension(type, content) };
      continue;
    }
    const prefix = isGnu(head) ? '' : text(head, 'prefix');
    const plain = !prefix ? text(head, 'name') : `${prefix}/${text(head, 'name')}`;
    const entry = entryOf(head, type, { content, link: given.link ?? text(head, 'link') });
    if (entry) members.push({ name: (given.name ?? plain).replace(/\/+$/, ''), entry });
    given = {};
  }
  return bytes.length % block === 0 ? members : undefined;
}

const isGnu = (head: Buffer): boolean => text(head, 'magic').startsWith('ustar ');

function isHeader(head: Buffer): boolean {
  const [at, length] = fields.checksum;
  const sum = head.reduce(
    (total, byte, index) => total + (index >= at && index < at + length ? 32 : byte),
    0,
  );
  return sum === number(head, 'checksum');
}

/** What comes before a member whose name is too long for its header. */
function extension(type: string, content: Buffer): { name?: string; link?: string } {
  const plain = content.toString().replace(/\0+$/, '');
  if (type === longName) return { name: plain };
  if (type === longLink) return { link: plain };
  const records = new Map(
    [...content.toString().matchAll(/\d+ ([^=]+)=(.*)\n/g)].map(([, key = '', value = '']) => [key, value]),
  );
  const [name, link] = [records.get('path'), records.get('linkpath')];
  return { ...(name === undefined ? {} : { name }), ...(link === undefined ? {} : { link }) };
}

function entryOf(
  head: Buffer,
  type: string,
  { content, link }: { readonly content: Buffer; readonly link: string },
): Entry | undefined {
  const shared = { mode: number(head, 'mode') & 0o7777, at: new Date(number(head, 'time') * 1000) };
  if (type === types.folder) return { kind: 'folder', ...shared };
  if (type === types.link) return { kind: 'link', to: link, ...shared };
  return type === types.file || type === ''
    ? { kind: 'file', content: Buffer.from(content), ...shared }
    : undefined;
}

function text(head: Buffer, field: Field): string {
  const [at, length] = fields[field];
  const bytes = head.subarray(at, at + length);
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end < 0 ? length : end).toString();
}

const number = (head: Buffer, field: Field): number => Number.parseInt(text(head, field).trim() || '0', 8);
