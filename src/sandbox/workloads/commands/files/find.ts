import { posix } from 'node:path';
import type { Entry } from '../../files/entry.ts';
import { patternSource } from '../../shell/pattern.ts';
import { type Command, FileError, pathOf } from '../command.ts';
import { unsupported } from '../unsupported.ts';

type Found = { readonly path: string; readonly entry: Entry; readonly depth: number };
type Test = (found: Found) => boolean;

/** `find`, by name, type and depth; it prints what it finds, deletes it, or has a command run for each. */
export const find: Command = async (call) => {
  const args = call.argv.slice(1);
  const roots: string[] = [];
  while (args[0] !== undefined && !/^[-!(]/.test(args[0])) roots.push(args.shift() ?? '');
  const tests: Test[] = [];
  let [most, least, remove, zero] = [Number.POSITIVE_INFINITY, 0, false, false];
  let command: string[] | undefined;
  let negate = false;
  const add = (test: Test): void => {
    const turned = negate;
    tests.push((found) => test(found) !== turned);
    negate = false;
  };
  const name = (pattern: string, flags = ''): Test => {
    const regex = new RegExp(`^${patternSource([{ text: pattern, literal: false }])}$`, flags);
    return ({ path }) => regex.test(posix.basename(path));
  };
  for (let word = args.shift(); word !== undefined; word = args.shift()) {
    if (word === '-name') add(name(args.shift() ?? ''));
    else if (word === '-iname') add(name(args.shift() ?? '', 'i'));
    else if (word === '-path') {
      const regex = new RegExp(`^${patternSource([{ text: args.shift() ?? '', literal: false }])}$`);
      add(({ path }) => regex.test(path));
    } else if (word === '-type') {
      const kind = { f: 'file', d: 'folder', l: 'link' }[args.shift() ?? ''];
      add(({ entry }) => entry.kind === kind);
    } else if (word === '-maxdepth') most = Number(args.shift());
    else if (word === '-mindepth') least = Number(args.shift());
    else if (word === '-empty') add(({ entry }) => entry.kind === 'file' && entry.content.length === 0);
    else if (word === '-delete') remove = true;
    else if (word === '-print0') zero = true;
    else if (word === '!' || word === '-not') negate = true;
    else if (word === '-exec') {
      const end = args.findIndex((arg) => arg === ';' || arg === '+');
      command = args.splice(0, end + 1).slice(0, -1);
    } else if (word !== '-print' && word !== '-a') return unsupported(call, word);
  }
  const tree = call.host.container?.tree;
  if (!tree) return 1;
  let status = 0;
  const all: Found[] = [];
  const walk = (path: string, depth: number): void => {
    const entry = tree.stat(pathOf(call, path), false);
    if (!entry) throw new FileError('No such file or directory');
    all.push({ path, entry, depth });
    if (entry.kind !== 'folder' || depth >= most) return;
    for (const each of tree.list(pathOf(call, path)))
      walk(path === '/' ? `/${each}` : `${path}/${each}`, depth + 1);
  };
  for (const root of roots.length ? roots : ['.']) {
    try {
      walk(root, 0);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      call.io.stderr(`find: ${root}: ${error.message}\n`);
      status = 1;
    }
  }
  for (const found of all.filter((each) => each.depth >= least && tests.every((test) => test(each)))) {
    if (remove) tree.remove(pathOf(call, found.path), { recursive: true });
    else if (command) {
      const argv = command.map((word) => word.replaceAll('{}', found.path));
      const run = call.host.find(argv[0] ?? '');
      if (run.kind !== 'command') return unsupported(call, `-exec ${argv[0]}`);
      status = (await run.run({ ...call, argv })) || status;
    } else call.io.stdout(`${found.path}${zero ? '\0' : '\n'}`);
  }
  return status;
};
