import type { Builtin } from './builtins.ts';
import { Jump, NotSimulated, type Scope } from './scope.ts';

/** Commands of the shell that are about other commands. */
export const commandBuiltins: Readonly<Record<string, Builtin>> = {
  command: (args, scope, { start }) => {
    if (args[0] === '-v' || args[0] === '-V') return locate(args.slice(1), scope);
    return args.length ? start(args, scope) : 0;
  },
  exec: async (args, scope, { start }) => {
    if (!args.length) throw new NotSimulated('builtin exec without a command');
    throw new Jump('exit', await start(args, scope));
  },
  type: (args, scope) => locate(args, scope, true),
  hash: () => 0,
  times: () => 0,
};

/** Where commands are. */
function locate(names: readonly string[], scope: Scope, inWords = false): number {
  const { shell, io } = scope;
  let status = 0;
  for (const name of names) {
    const where = placeOf(name, scope);
    if (where === undefined) {
      status = shell.name === 'bash' ? 1 : 127;
      if (inWords) io.stderr(`${shell.name}: type: ${name}: not found\n`);
    } else io.stdout(inWords ? `${name} is ${where === name ? 'a shell builtin' : where}\n` : `${where}\n`);
  }
  return status;
}

/** The path of a command, or the name of what the shell has itself. */
function placeOf(name: string, { shell, host }: Scope): string | undefined {
  if (shell.functions.has(name) || own.has(name)) return name;
  if (host.find(name).kind === 'absent') return undefined;
  return name.includes('/') ? name : `/usr/bin/${name}`;
}

const own: ReadonlySet<string> = new Set(
  '. : [ break cd command continue declare eval exec exit export hash jobs kill local pwd read readonly return set shift source test times trap type typeset umask unset wait'.split(
    ' ',
  ),
);
