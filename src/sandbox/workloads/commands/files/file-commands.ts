import { posix } from 'node:path';
import type { Entry } from '../../files/entry.ts';
import type { FileTree } from '../../files/file-tree.ts';
import { type Command, type CommandCall, FileError, pathOf } from '../command.ts';
import { optionValue, readOptions } from '../options.ts';

/** Does something with the container's files for each operand; what can't be done is said, and the rest is done. */
async function each(
  call: CommandCall,
  operands: readonly string[],
  action: (tree: FileTree, path: string, operand: string) => void,
  says: (operand: string, why: string) => string = (operand, why) => `${operand}: ${why}`,
): Promise<number> {
  const tree = call.host.container?.tree;
  if (!tree) return 1;
  let status = 0;
  for (const operand of operands) {
    try {
      action(tree, pathOf(call, operand), operand);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      call.io.stderr(`${call.argv[0]}: ${says(operand, error.message)}\n`);
      status = 1;
    }
  }
  return status;
}

export const mkdir: Command = async (call) => {
  const options = readOptions(call, { flags: 'pv', valued: 'm' });
  if (typeof options === 'number') return options;
  const parents = options.flags.has('p');
  return each(
    call,
    options.operands,
    (tree, path) => tree.mkdir(path, { parents }),
    (operand, why) => `can't create directory '${operand}': ${why}`,
  );
};

export const rm: Command = async (call) => {
  const options = readOptions(call, { flags: 'rRfv' });
  if (typeof options === 'number') return options;
  const { flags, operands } = options;
  const recursive = flags.has('r') || flags.has('R');
  return each(
    call,
    operands,
    (tree, path) => {
      const entry = tree.stat(path, false);
      if (!entry && flags.has('f')) return;
      if (entry?.kind === 'folder' && !recursive) throw new FileError('Is a directory');
      tree.remove(path, { recursive });
    },
    (operand, why) => `can't remove '${operand}': ${why}`,
  );
};

export const rmdir: Command = async (call) =>
  each(
    call,
    call.argv.slice(1),
    (tree, path) => tree.remove(path),
    (operand, why) => `'${operand}': ${why}`,
  );

export const touch: Command = async (call) => {
  const options = readOptions(call, { flags: 'acm', valued: 'dt' });
  if (typeof options === 'number') return options;
  return each(call, options.operands, (tree, path) => {
    const at = new Date();
    if (tree.stat(path)) tree.change(path, (entry) => ({ ...entry, at }));
    else if (!options.flags.has('c')) tree.write(path, Buffer.alloc(0));
  });
};

export const chmod: Command = async (call) => {
  const options = readOptions(
    { ...call, argv: call.argv.map((word) => (/^-[rwx]+$/.test(word) ? `a${word}` : word)) },
    { flags: 'R' },
  );
  if (typeof options === 'number') return options;
  const [mode = '', ...operands] = options.operands;
  return each(call, operands, (tree, path) =>
    tree.change(path, (entry) => ({ ...entry, mode: newMode(mode, entry.mode) })),
  );
};

function newMode(text: string, old: number): number {
  if (/^[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  let mode = old;
  for (const clause of text.split(',')) {
    const [, who = '', sign = '', rights = ''] = /^([ugoa]*)([-+=])([rwxX]*)$/.exec(clause) ?? [];
    const bits = [...rights].reduce((sum, right) => sum | ({ r: 4, w: 2, x: 1, X: 1 }[right] ?? 0), 0);
    for (const [letter, shift] of [
      ['u', 6],
      ['g', 3],
      ['o', 0],
    ] as const) {
      if (who && !who.includes('a') && !who.includes(letter)) continue;
      if (sign === '+') mode |= bits << shift;
      else if (sign === '-') mode &= ~(bits << shift);
      else mode = (mode & ~(7 << shift)) | (bits << shift);
    }
  }
  return mode;
}

/** Owners aren't kept: everything belongs to whoever asks. */
export const chown: Command = async (call) => {
  const options = readOptions(call, { flags: 'Rhv' });
  if (typeof options === 'number') return options;
  return each(call, options.operands.slice(1), (tree, path) => {
    if (!tree.stat(path)) throw new FileError('No such file or directory');
  });
};

export const ln: Command = async (call) => {
  const options = readOptions(call, { flags: 'sfnv' });
  if (typeof options === 'number') return options;
  const [to = '', name = posix.basename(to)] = options.operands;
  return each(call, [name], (tree, path) => {
    const place = tree.stat(path)?.kind === 'folder' ? posix.join(path, posix.basename(to)) : path;
    if (options.flags.has('f') && tree.stat(place, false)) tree.remove(place);
    if (options.flags.has('s')) tree.link(to, place);
    else tree.write(place, tree.read(pathOf(call, to)));
  });
};

function copy(tree: FileTree, from: string, to: string): void {
  const entry = tree.stat(from);
  if (!entry) throw new FileError('No such file or directory');
  if (entry.kind === 'file') {
    tree.write(to, entry.content, { mode: entry.mode });
    return;
  }
  if (!tree.stat(to)) tree.mkdir(to);
  for (const name of tree.list(from))
    if (!name.startsWith('..')) copy(tree, posix.join(from, name), posix.join(to, name));
}

/** Where something goes: into a folder that is there, else to that very name. */
const inside = (tree: FileTree, from: string, to: string): string =>
  tree.stat(to)?.kind === 'folder' ? posix.join(to, posix.basename(from)) : to;

export const cp: Command = async (call) => {
  const options = readOptions(call, { flags: 'rRafpvLd' });
  if (typeof options === 'number') return options;
  const { flags, operands } = options;
  const target = operands.at(-1) ?? '';
  const recursive = ['r', 'R', 'a'].some((flag) => flags.has(flag));
  return each(
    call,
    operands.slice(0, -1),
    (tree, from) => {
      if (tree.stat(from)?.kind === 'folder' && !recursive) throw new FileError('omitting directory');
      const place = pathOf(call, target);
      copy(tree, from, from.endsWith('/.') ? place : inside(tree, from, place));
    },
    (operand, why) =>
      why === 'omitting directory' ? `omitting directory '${operand}'` : `can't stat '${operand}': ${why}`,
  );
};

export const mv: Command = async (call) => {
  const options = readOptions(call, { flags: 'fvn' });
  if (typeof options === 'number') return options;
  const target = options.operands.at(-1) ?? '';
  return each(
    call,
    options.operands.slice(0, -1),
    (tree, from) => {
      copy(tree, from, inside(tree, from, pathOf(call, target)));
      tree.remove(from, { recursive: true });
    },
    (operand, why) => `can't rename '${operand}': ${why}`,
  );
};

export const readlink: Command = async (call) => {
  const options = readOptions(call, { flags: 'fen' });
  if (typeof options === 'number') return options;
  return each(call, options.operands, (tree, path) => {
    if (options.flags.has('f') || options.flags.has('e')) {
      call.io.stdout(`${tree.realpath(path) ?? path}\n`);
      return;
    }
    const entry = tree.stat(path, false);
    if (entry?.kind !== 'link') throw new FileError('Invalid argument');
    call.io.stdout(`${entry.to}\n`);
  });
};

export const stat: Command = async (call) => {
  const options = readOptions(call, { flags: 'L', valued: 'c' });
  if (typeof options === 'number') return options;
  const format = optionValue(options, 'c') ?? '  File: %n\n  Size: %s\nAccess: (%a/%A)';
  return each(
    call,
    options.operands,
    (tree, path, operand) => {
      const entry = tree.stat(path, options.flags.has('L'));
      if (!entry) throw new FileError('No such file or directory');
      const facts: Readonly<Record<string, string>> = {
        n: operand,
        s: String(sizeOf(entry)),
        a: (entry.mode & 0o7777).toString(8),
        A: modeText(entry),
        U: 'root',
        G: 'root',
        u: '0',
        g: '0',
        F: { file: 'regular file', folder: 'directory', link: 'symbolic link' }[entry.kind],
        Y: String(Math.floor(entry.at.getTime() / 1000)),
      };
      call.io.stdout(`${format.replace(/%([a-zA-Z])/g, (all, letter: string) => facts[letter] ?? all)}\n`);
    },
    (operand, why) => `can't stat '${operand}': ${why}`,
  );
};

export const sizeOf = (entry: Entry): number =>
  entry.kind === 'file' ? entry.content.length : entry.kind === 'link' ? entry.to.length : 4096;

/** `-rw-r--r--` */
export function modeText({ kind, mode }: Entry): string {
  const letters = [...'rwxrwxrwx'].map((letter, index) => (mode & (1 << (8 - index)) ? letter : '-'));
  return `${{ file: '-', folder: 'd', link: 'l' }[kind]}${letters.join('')}`;
}

export const basename: Command = async ({ argv, io }) => {
  const [, path = '', suffix = ''] = argv;
  io.stdout(`${posix.basename(path, suffix)}\n`);
  return 0;
};

export const dirname: Command = async ({ argv, io }) => {
  io.stdout(`${posix.dirname(argv[1] ?? '')}\n`);
  return 0;
};

export const realpath: Command = async (call) =>
  each(call, call.argv.slice(1), (tree, path) => {
    const real = tree.realpath(path);
    if (real === undefined) throw new FileError('No such file or directory');
    call.io.stdout(`${real}\n`);
  });
