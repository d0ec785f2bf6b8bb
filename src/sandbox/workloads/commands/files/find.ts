import { posix } from 'node:path';
import type { Entry } from '../../files/entry.ts';
import type { FileTree } from '../../files/file-tree.ts';
import { patternSource } from '../../shell/pattern.ts';
import { type Command, type CommandCall, FileError, pathOf } from '../command.ts';
import { unsupported } from '../unsupported.ts';

type Found = { readonly path: string; readonly entry: Entry; readonly depth: number };
type Test = (found: Found) => boolean;

/** What a command line of `find` asks for. */
type Search = {
  readonly roots: string[];
  readonly tests: Test[];
  most: number;
  least: number;
  remove: boolean;
  /** What ends each line. */
  end: string;
  command?: readonly string[];
};

/** `find`, by name, type and depth; it prints what it finds, deletes it, or has a command run for each. */
export const find: Command = async (call) => {
  const search = searchOf(call.argv.slice(1));
  if (typeof search === 'string') return unsupported(call, search);
  const tree = call.host.container?.tree;
  if (!tree) return 1;
  const { roots, tests, least, remove, end, command } = search;
  const { all, failed } = below(call, tree, roots.length ? roots : ['.'], search.most);
  let status = failed ? 1 : 0;
  for (const found of all.filter((each) => each.depth >= least && tests.every((test) => test(each)))) {
    if (remove) tree.remove(pathOf(call, found.path), { recursive: true });
    else if (command) {
      const argv = command.map((word) => word.replaceAll('{}', found.path));
      const run = call.host.find(argv[0] ?? '');
      if (run.kind !== 'command') return unsupported(call, `-exec ${argv[0]}`);
      status = (await run.run({ ...call, argv })) || status;
    } else call.io.stdout(`${found.path}${end}`);
  }
  return status;
};

/** Reads the command line. @returns the word that isn't known */
function searchOf(args: string[]): Search | string {
  const search: Search = {
    roots: [],
    tests: [],
    most: Number.POSITIVE_INFINITY,
    least: 0,
    remove: false,
    end: '\n',
  };
  while (args[0] !== undefined && !/^[-!(]/.test(args[0])) search.roots.push(args.shift() ?? '');
  let negate = false;
  for (let word = args.shift(); word !== undefined; word = args.shift()) {
    if (word === '!' || word === '-not') {
      negate = true;
      continue;
    }
    const test = testOf(word, args);
    if (test) {
      const turned = negate;
      search.tests.push((found) => test(found) !== turned);
      negate = false;
    } else if (!setOption(search, word, args)) return word;
  }
  return search;
}

/** A condition, and its value from the words that follow. */
function testOf(word: string, rest: string[]): Test | undefined {
  switch (word) {
    case '-name':
    case '-iname': {
      const regex = globRegex(rest.shift() ?? '', word === '-iname' ? 'i' : '');
      return ({ path }) => regex.test(posix.basename(path));
    }
    case '-path': {
      const regex = globRegex(rest.shift() ?? '');
      return ({ path }) => regex.test(path);
    }
    case '-type': {
      const kind = { f: 'file', d: 'folder', l: 'link' }[rest.shift() ?? ''];
      return ({ entry }) => entry.kind === kind;
    }
    case '-empty':
      return ({ entry }) => entry.kind === 'file' && entry.content.length === 0;
    default:
      return undefined;
  }
}

const globRegex = (pattern: string, flags = ''): RegExp =>
  new RegExp(`^${patternSource([{ text: pattern, literal: false }])}$`, flags);

/** @returns Whether it is known. */
function setOption(search: Search, word: string, rest: string[]): boolean {
  switch (word) {
    case '-maxdepth':
      search.most = Number(rest.shift());
      return true;
    case '-mindepth':
      search.least = Number(rest.shift());
      return true;
    case '-delete':
      search.remove = true;
      return true;
    case '-print0':
      search.end = '\0';
      return true;
    case '-exec': {
      const end = rest.findIndex((arg) => arg === ';' || arg === '+');
      search.command = rest.splice(0, end + 1).slice(0, -1);
      return true;
    }
    default:
      return word === '-print' || word === '-a';
  }
}

/** Everything below some folders, each before what it has; says of which there is none. */
function below(call: CommandCall, tree: FileTree, roots: readonly string[], most: number) {
  const all: Found[] = [];
  const walk = (path: string, depth: number): void => {
    const entry = tree.stat(pathOf(call, path), false);
    if (!entry) throw new FileError('No such file or directory');
    all.push({ path, entry, depth });
    if (entry.kind !== 'folder' || depth >= most) return;
    for (const each of tree.list(pathOf(call, path)))
      walk(path === '/' ? `/${each}` : `${path}/${each}`, depth + 1);
  };
  let failed = false;
  for (const root of roots) {
    try {
      walk(root, 0);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      call.io.stderr(`find: ${root}: ${error.message}\n`);
      failed = true;
    }
  }
  return { all, failed };
}
