import { posix } from 'node:path';
import type { FileTree } from '../../../files/file-tree.ts';
import { type Command, type CommandCall, FileError, pathOf, readAll } from '../../command.ts';
import { type Options, optionValue, readOptions } from '../../options.ts';
import { type Member, readArchive, writeArchive } from './archive.ts';
import { gunzip, gzip, isGzip } from './gzip.ts';

const known = {
  flags: 'cxtvzmpokO',
  valued: 'fC',
  long: {
    create: 'c',
    extract: 'x',
    get: 'x',
    list: 't',
    verbose: 'v',
    gzip: 'z',
    file: 'f',
    directory: 'C',
    touch: 'm',
    'no-same-owner': 'o',
    'same-permissions': 'p',
    'preserve-permissions': 'p',
    'no-same-permissions': 'N',
    'to-stdout': 'O',
    'keep-old-files': 'k',
  },
  longValued: ['exclude', 'strip-components'],
} as const;

/** Packs files and unpacks them: what `kubectl cp` runs in a container. */
export const tar: Command = async (call) => {
  const tree = call.host.container?.tree;
  if (!tree) return 1;
  const options = readOptions({ ...call, argv: dashed(call.argv) }, known);
  if (typeof options === 'number') return options;
  const modes = ['c', 'x', 't'].filter((letter) => options.flags.has(letter));
  if (modes.length !== 1) return fail(call, "You must specify one of the '-Acdtrux' options");
  const folder = pathOf(call, optionValue(options, 'C') ?? '.');
  try {
    if (tree.stat(folder)?.kind !== 'folder')
      return fail(call, `${optionValue(options, 'C')}: Cannot open: No such file or directory`);
    return modes[0] === 'c'
      ? await pack(call, tree, options, folder)
      : await unpack(call, tree, options, folder);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return fail(call, error.message);
  }
};

/** The first word may be letters without a dash: `tar xzf a.tgz`. */
function dashed([name = '', first = '', ...rest]: readonly string[]): readonly string[] {
  if (!/^[cxt][a-zA-Z]*$|^[a-zA-Z]*[cxt][a-zA-Z]*$/.test(first)) return [name, first, ...rest];
  const valued = [...first].filter((letter) => known.valued.includes(letter));
  const plain = [...first].filter((letter) => !known.valued.includes(letter));
  const values = valued.flatMap((letter, index) => [`-${letter}`, rest[index] ?? '']);
  return [name, `-${plain.join('')}`, ...values, ...rest.slice(valued.length)];
}

function fail(call: CommandCall, why: string): number {
  call.io.stderr(`tar: ${why}\n`);
  return 2;
}

async function pack(call: CommandCall, tree: FileTree, options: Options, folder: string): Promise<number> {
  const { operands, flags } = options;
  if (!operands.length) return fail(call, 'Cowardly refusing to create an empty archive');
  const members: Member[] = [];
  let status = 0;
  for (const operand of operands) {
    const path = posix.resolve(folder, operand);
    if (tree.stat(path, false)) members.push(...below(tree, path, operand));
    else {
      call.io.stderr(`tar: ${operand}: Cannot stat: No such file or directory\n`);
      status = 2;
    }
  }
  if (operands.some((operand) => operand.startsWith('/')))
    call.io.stderr("tar: Removing leading `/' from member names\n");
  const excluded = options.values.get('exclude') ?? [];
  const kept = members
    .map(({ name, entry }) => ({ name: name.replace(/^\/+/, '') || '.', entry }))
    .filter(({ name }) => !excluded.some((pattern) => isExcluded(name, pattern)));
  // With nothing to pack not even the end of an archive is written: whoever reads it waits for the exit code then.
  if (status && !kept.length) return fail(call, 'Exiting with failure status due to previous errors');
  const target = optionValue(options, 'f') ?? '-';
  const say = target === '-' ? call.io.stderr : call.io.stdout;
  if (flags.has('v')) for (const member of kept) say(`${shownName(member)}\n`);
  const plain = writeArchive(kept);
  const archive = flags.has('z') ? await gzip(plain) : plain;
  if (target === '-') call.io.stdout(archive);
  else tree.write(pathOf(call, target), archive);
  if (status) call.io.stderr('tar: Exiting with failure status due to previous errors\n');
  return status;
}

function isExcluded(name: string, pattern: string): boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(^|/)${literal.join('.*')}(/|$)`).test(name);
}

/** What is at a path and all below it; links are kept as links. */
function below(tree: FileTree, path: string, name: string): readonly Member[] {
  const entry = tree.stat(path, false);
  if (!entry) return [];
  const own = { name: name.replace(/\/+$/, '') || '/', entry };
  if (entry.kind !== 'folder') return [own];
  const inner = tree
    .list(path)
    .flatMap((child) => below(tree, posix.join(path, child), `${own.name}/${child}`));
  return [own, ...inner];
}

const shownName = ({ name, entry }: Member): string => (entry.kind === 'folder' ? `${name}/` : name);

async function unpack(call: CommandCall, tree: FileTree, options: Options, folder: string): Promise<number> {
  const { flags, operands } = options;
  const source = optionValue(options, 'f') ?? '-';
  const bytes = source === '-' ? await readAll(call.io.stdin) : tree.read(pathOf(call, source));
  const members = readArchive(isGzip(bytes) ? await gunzip(bytes) : bytes);
  if (!members) {
    call.io.stderr('tar: This does not look like a tar archive\n');
    return fail(call, 'Exiting with failure status due to previous errors');
  }
  const strip = Number(optionValue(options, 'strip-components') ?? 0);
  const wanted = members.filter(
    ({ name }) =>
      !operands.length ||
      operands.some((operand) => name === operand.replace(/\/+$/, '') || name.startsWith(`${operand}/`)),
  );
  for (const member of wanted) {
    if (flags.has('t')) call.io.stdout(`${shownName(member)}\n`);
    else if (flags.has('O')) {
      if (member.entry.kind === 'file') call.io.stdout(member.entry.content);
    } else extract(tree, { ...member, name: stripped(member.name, strip) }, folder, flags);
    if (flags.has('x') && flags.has('v')) call.io.stdout(`${shownName(member)}\n`);
  }
  const missing = operands.filter(
    (operand) =>
      !wanted.some(({ name }) => name === operand || name.startsWith(`${operand.replace(/\/+$/, '')}`)),
  );
  for (const operand of missing) call.io.stderr(`tar: ${operand}: Not found in archive\n`);
  if (!missing.length) return 0;
  return fail(call, 'Exiting with failure status due to previous errors');
}

const stripped = (name: string, count: number): string => name.split('/').slice(count).join('/');

/** Nothing leaves the folder, whatever the archive calls it. */
function extract(tree: FileTree, { name, entry }: Member, folder: string, flags: ReadonlySet<string>): void {
  const inner = name.replace(/^\/+/, '');
  if (!inner || inner.split('/').includes('..')) return;
  const path = posix.join(folder, inner);
  const at = flags.has('m') ? new Date() : entry.at;
  if (flags.has('k') && tree.stat(path, false)) return;
  tree.mkdir(posix.dirname(path), { parents: true });
  if (entry.kind === 'folder') {
    tree.mkdir(path, { parents: true });
    return;
  }
  if (tree.stat(path, false)) tree.remove(path, { recursive: true });
  if (entry.kind === 'link') tree.link(entry.to, path);
  else {
    tree.write(path, entry.content, { mode: entry.mode });
    tree.change(path, (written) => ({ ...written, at }));
  }
}
