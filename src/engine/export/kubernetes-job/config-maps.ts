import type { ShippedFile } from './gather-files.ts';
import type { JobOptions } from './job-options.ts';
import { labelsOf, metadataOf } from './metadata.ts';
import { filesFolder, startName } from './start-script.ts';

/** A ConfigMap, and where each of its keys goes in the pods' file system. */
type PackedMap = { readonly object: object; readonly source: object };

/**
 * How many bytes go into one ConfigMap, as JSON: `kubectl apply` keeps an object's text in an annotation, and all
 * annotations together have 256 KiB.
 */
const roomBytes = 200 * 1024;

/** A file as an entry: text as it is, all else in base64. */
type Entry = { readonly key: string; readonly file: ShippedFile; readonly text: string | undefined };

/** Files in as few ConfigMaps as `kubectl apply` takes, in their order. */
export function configMaps(files: readonly ShippedFile[], options: JobOptions): readonly PackedMap[] {
  const groups: Entry[][] = [];
  let room = 0;
  for (const entry of keyed(files)) {
    const size = sizeOf(entry);
    if (size > room) {
      groups.push([]);
      room = roomBytes;
    }
    groups.at(-1)?.push(entry);
    room -= size;
  }
  return groups.map((entries, index) => packed(entries, mapName(options, index, groups.length), options));
}

/** The volume in which the files of all ConfigMaps lie in their folders. */
export const volumeOf = (maps: readonly PackedMap[]): object => ({
  name: 'runbooks',
  projected: { sources: maps.map(({ source }) => source) },
});

const mapName = ({ name }: JobOptions, index: number, count: number): string =>
  count === 1 ? name : `${name}-${index + 1}`;

function packed(entries: readonly Entry[], name: string, options: JobOptions): PackedMap {
  const data = entries.flatMap(({ key, text }) => (text === undefined ? [] : [[key, text] as const]));
  const binary = entries.flatMap(({ key, file, text }) =>
    text === undefined ? [[key, file.content.toString('base64')] as const] : [],
  );
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...metadataOf(name, options), labels: labelsOf(options) },
    ...(data.length > 0 ? { data: Object.fromEntries(data) } : {}),
    ...(binary.length > 0 ? { binaryData: Object.fromEntries(binary) } : {}),
  };
  return { object, source: { configMap: { name, items: entries.map(itemOf) } } };
}

const itemOf = ({ key, file: { path, executable } }: Entry): object => ({
  key,
  path: path === startName && key === startName ? path : `${filesFolder}/${path}`,
  ...(executable ? { mode: 0o755 } : {}),
});

const sizeOf = ({ key, file, text }: Entry): number =>
  key.length + (text === undefined ? (file.content.length * 4) / 3 : Buffer.byteLength(JSON.stringify(text)));

/** Keys have no slashes: `labs/lab0.md` is `labs.lab0.md`, with a number behind where that is taken. */
function keyed(files: readonly ShippedFile[]): readonly Entry[] {
  const taken = new Set<string>();
  return files.map((file) => {
    const plain =
      file.path
        .replace(/[^-._a-zA-Z0-9]/g, '.')
        .replace(/^\.+/, '')
        .slice(0, 240) || 'file';
    let key = plain;
    for (let count = 2; taken.has(key); count += 1) key = `${plain}.${count}`;
    taken.add(key);
    return { key, file, text: textOf(file.content) };
  });
}

/** Undefined of what isn't UTF-8, or has characters that YAML hasn't. */
function textOf(content: Buffer): string | undefined {
  const text = content.toString('utf8');
  const isPlain =
    Buffer.from(text).equals(content) &&
    !/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]/.test(text);
  return isPlain ? text : undefined;
}
