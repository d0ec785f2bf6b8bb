import { posix } from 'node:path';
import type { Entry } from '../../files/entry.ts';
import type { FileTree } from '../../files/file-tree.ts';
import { type Command, FileError, pathOf } from '../command.ts';
import { readOptions } from '../options.ts';
import { modeText, sizeOf } from './file-commands.ts';

type Item = { readonly name: string; readonly entry: Entry };

/** `ls`, a name on each line, or with what is known of each. */
export const ls: Command = async (call) => {
  const options = readOptions(call, { flags: 'lahAR1tdrFhpis', long: { color: '1' } });
  if (typeof options === 'number') return options;
  const { flags, operands } = options;
  const tree = call.host.container?.tree;
  if (!tree) return 1;
  const paths = operands.length ? operands : ['.'];
  const files: Item[] = [];
  let [status, first] = [0, true];
  const list = (operand: string, title: boolean): void => {
    const { items, dots } = contentOf(tree, pathOf(call, operand), flags);
    if (title) call.io.stdout(`${first ? '' : '\n'}${operand}:\n`);
    first = false;
    show([...dots, ...ordered(items, flags)], flags, call.io.stdout, true);
    if (flags.has('R'))
      for (const { name, entry } of items) if (entry.kind === 'folder') list(posix.join(operand, name), true);
  };
  const attempt = (operand: string, act: () => void): void => {
    try {
      act();
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      call.io.stderr(`ls: ${operand}: ${error.message}\n`);
      status = 1;
    }
  };
  const folders: string[] = [];
  for (const operand of paths)
    attempt(operand, () => {
      const entry = tree.stat(pathOf(call, operand), !flags.has('l') || operand.endsWith('/'));
      if (!entry) throw new FileError('No such file or directory');
      const whole = tree.stat(pathOf(call, operand));
      if (whole?.kind === 'folder' && !flags.has('d')) folders.push(operand);
      else files.push({ name: operand, entry });
    });
  show(ordered(files, flags), flags, call.io.stdout, false);
  for (const folder of folders) attempt(folder, () => list(folder, paths.length > 1 || flags.has('R')));
  return status;
};

/** What is in a folder, as far as it is shown. */
function contentOf(tree: FileTree, path: string, flags: ReadonlySet<string>) {
  const names = tree.list(path).filter((name) => flags.has('a') || flags.has('A') || !name.startsWith('.'));
  const items = names.flatMap((name): Item[] => {
    const entry = tree.stat(posix.join(path, name), false);
    return entry ? [{ name, entry }] : [];
  });
  const self = tree.stat(path);
  const dots = flags.has('a') && self ? ['.', '..'].map((name) => ({ name, entry: self })) : [];
  return { items, dots };
}

function ordered(items: readonly Item[], flags: ReadonlySet<string>): readonly Item[] {
  const sorted = flags.has('t')
    ? items.toSorted((a, b) => b.entry.at.getTime() - a.entry.at.getTime())
    : items;
  return flags.has('r') ? sorted.toReversed() : sorted;
}

function show(
  items: readonly Item[],
  flags: ReadonlySet<string>,
  write: (text: string) => unknown,
  total: boolean,
): void {
  const mark = ({ entry }: Item): string =>
    (flags.has('F') || flags.has('p')) && entry.kind === 'folder' ? '/' : '';
  if (!flags.has('l')) {
    for (const item of items) write(`${item.name}${mark(item)}\n`);
    return;
  }
  if (total)
    write(`total ${items.reduce((sum, { entry }) => sum + Math.ceil(sizeOf(entry) / 4096) * 4, 0)}\n`);
  for (const item of items) {
    const { name, entry } = item;
    const arrow = entry.kind === 'link' ? ` -> ${entry.to}` : '';
    const size = String(sizeOf(entry)).padStart(9);
    write(
      `${modeText(entry)}    1 root     root     ${size} ${day(entry.at)} ${name}${mark(item)}${arrow}\n`,
    );
  }
}

/** `Nov 30 18:24` */
function day(at: Date): string {
  const [, date = '', month = '', , time = ''] = at.toUTCString().replace(',', '').split(' ');
  return `${month} ${String(Number(date)).padStart(2)} ${time.slice(0, 5)}`;
}
