import { posix } from 'node:path';
import { parse } from 'unbash';
import { commandBuiltins } from './command-builtins.ts';
import type { Runner } from './expand.ts';
import { kill, signalName, waitForJobs } from './jobs.ts';
import { readLine } from './read-line.ts';
import { assign, Jump, NotSimulated, type Scope, ShellError, textOf } from './scope.ts';
import { testExpression } from './test-expression.ts';

/** What a command of the shell itself may call: scripts, and other commands. */
type BuiltinTools = {
  readonly run: Runner;
  readonly start: (argv: readonly string[], scope: Scope) => Promise<number>;
};

/** A command of the shell itself; gives its exit code. */
export type Builtin = (
  args: readonly string[],
  scope: Scope,
  tools: BuiltinTools,
) => number | Promise<number>;

const table: Readonly<Record<string, Builtin>> = {
  ...commandBuiltins,
  ':': () => 0,
  '.': source,
  source,
  '[': (args, scope) => {
    if (args.at(-1) === ']') return testExpression(args.slice(0, -1), scope);
    scope.io.stderr(`${scope.shell.name}: [: missing ]\n`);
    return 2;
  },
  test: (args, scope) => testExpression(args, scope),
  break: ([depth = '1']) => leave('break', 0, Number(depth)),
  continue: ([depth = '1']) => leave('continue', 0, Number(depth)),
  exit: ([status], { shell }) => leave('exit', status === undefined ? shell.status : Number(status) & 255),
  return: ([status], { shell }) =>
    leave('return', status === undefined ? shell.status : Number(status) & 255),
  cd: changeFolder,
  pwd: (_args, { shell, io }) => {
    io.stdout(`${shell.cwd}\n`);
    return 0;
  },
  eval: (args, scope, { run }) => run(parsed(args.join(' '), scope), scope),
  export: (args, scope) => {
    if (args[0] === '-p' || !args.length) return listExported(scope);
    return declareAll(args, scope, ({ shell }, name) => shell.exported.add(name));
  },
  readonly: (args, scope) => declareAll(args, scope, ({ shell }, name) => shell.readonly.add(name)),
  declare: (args, scope) =>
    declareAll(
      args.filter((arg) => !/^-[aigA]+$/.test(arg)),
      scope,
      markExported(args),
    ),
  typeset: (args, scope) =>
    declareAll(
      args.filter((arg) => !/^-[aigA]+$/.test(arg)),
      scope,
      markExported(args),
    ),
  local: (args, scope) => {
    const own = scope.shell.locals.at(-1);
    for (const arg of args.filter((word) => !word.startsWith('-'))) {
      const [name = ''] = arg.split('=');
      if (own && !own.has(name)) own.set(name, scope.shell.variables.get(name));
      if (!arg.includes('=')) scope.shell.variables.set(name, '');
    }
    return declareAll(
      args.filter((word) => !word.startsWith('-') && word.includes('=')),
      scope,
      () => {},
    );
  },
  unset: (args, { shell }) => {
    const functions = args[0] === '-f';
    for (const name of args.filter((arg) => !arg.startsWith('-')))
      if (functions) shell.functions.delete(name);
      else shell.variables.delete(name);
    return 0;
  },
  set: setOptions,
  shift: ([count = '1'], { shell }) => {
    const [zero = '', ...rest] = shell.arguments;
    if (Number(count) > rest.length) return 1;
    shell.arguments = [zero, ...rest.slice(Number(count))];
    return 0;
  },
  read: readLine,
  trap: setTrap,
  wait: (args, scope) => waitForJobs(args, scope),
  jobs: (_args, { shell, io }) => {
    for (const { pid } of shell.jobs) io.stdout(`[${pid - 6}]  Running\n`);
    return 0;
  },
  kill: (args, scope) => kill(args, scope),
  umask: (args, { io }) => {
    if (!args.length) io.stdout('0022\n');
    return 0;
  },
  let: () => unknown('let'),
  alias: () => unknown('alias'),
  fg: () => unknown('fg'),
  bg: () => unknown('bg'),
  getopts: () => unknown('getopts'),
  ulimit: () => unknown('ulimit'),
};

/** A command of the shell itself; undefined for any other. */
export const builtinOf = (name: string): Builtin | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

function unknown(name: string): never {
  throw new NotSimulated(`builtin ${name}`);
}

function leave(to: Jump['to'], status = 0, depth = 1): never {
  throw new Jump(to, status, depth);
}

/** A script's text as what it says. @throws ShellError when it says nothing that can be read */
function parsed(text: string, { shell }: Scope) {
  const script = parse(text);
  const [problem] = script.errors ?? [];
  if (problem) throw new ShellError(`syntax error: ${problem.message}`, shell.name === 'bash' ? 1 : 2);
  return script;
}

async function source([file = '']: readonly string[], scope: Scope, { run }: BuiltinTools): Promise<number> {
  const path = posix.resolve(scope.shell.cwd, file);
  const text = (await scope.host.files.read(path)).toString();
  return run(parsed(text, scope), scope);
}

function changeFolder(args: readonly string[], { shell, io, host }: Scope): number {
  const [to = textOf(shell.variables.get('HOME')) ?? '/'] = args.filter((arg) => arg !== '--');
  const path = to === '-' ? (textOf(shell.variables.get('OLDPWD')) ?? '/') : posix.resolve(shell.cwd, to);
  const entry = host.container?.tree.stat(path);
  if (entry?.kind !== 'folder') {
    const why = entry ? 'Not a directory' : 'No such file or directory';
    io.stderr(
      shell.name === 'bash'
        ? `bash: line 1: cd: ${to}: ${why}\n`
        : `${shell.name}: cd: can't cd to ${to}: ${why}\n`,
    );
    return shell.name === 'bash' ? 1 : 2;
  }
  shell.variables.set('OLDPWD', shell.cwd);
  shell.cwd = path;
  if (to === '-') io.stdout(`${path}\n`);
  return 0;
}

function listExported({ shell, io }: Scope): number {
  for (const name of [...shell.exported].toSorted())
    io.stdout(`export ${name}='${textOf(shell.variables.get(name)) ?? ''}'\n`);
  return 0;
}

const markExported =
  (args: readonly string[]) =>
  (scope: Scope, name: string): void => {
    if (args.includes('-x')) scope.shell.exported.add(name);
  };

function declareAll(
  args: readonly string[],
  scope: Scope,
  mark: (scope: Scope, name: string) => unknown,
): number {
  for (const arg of args.filter((word) => !/^-[a-zA-Z]$/.test(word))) {
    const [name = '', value] = arg.split(/=(.*)/s);
    if (value !== undefined) assign(scope, name, value);
    mark(scope, name);
  }
  return 0;
}

const longOptions: Readonly<Record<string, string>> = {
  errexit: 'e',
  nounset: 'u',
  xtrace: 'x',
  noglob: 'f',
  allexport: 'a',
  pipefail: 'pipefail',
};

function setOptions(args: readonly string[], { shell }: Scope): number {
  const rest = [...args];
  while (/^[-+][a-zA-Z]/.test(rest[0] ?? '')) {
    const word = rest.shift() ?? '';
    for (const name of optionsIn(word, rest)) {
      if (word.startsWith('-')) shell.options.add(name);
      else shell.options.delete(name);
    }
  }
  const explicit = rest[0] === '--';
  if (explicit) rest.shift();
  if (explicit || rest.length) shell.arguments = [shell.arguments[0] ?? '', ...rest];
  return 0;
}

const simulatedOptions: ReadonlySet<string> = new Set([...Object.values(longOptions), 'm']);

/** The options of a word such as `-eo`, whose names follow it. */
function optionsIn(word: string, rest: string[]): readonly string[] {
  const names = [...word.slice(1)].map((letter) =>
    letter === 'o' ? (longOptions[rest.shift() ?? ''] ?? '') : letter,
  );
  if (!names.every((name) => simulatedOptions.has(name))) throw new NotSimulated(`set ${word}`);
  return names;
}

function setTrap([script = '', ...names]: readonly string[], { shell, host }: Scope): number {
  for (const name of names.map(signalName)) {
    if (script === '-') shell.traps.delete(name);
    else shell.traps.set(name, script);
    if (name === 'TERM' && script !== '-') host.container?.place.trap();
  }
  return 0;
}
