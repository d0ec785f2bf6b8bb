import { Jump, NotSimulated, type Scope } from './scope.ts';
import { testExpression } from './test-expression.ts';

/** A command of the shell itself; gives its exit code. */
type Builtin = (args: readonly string[], scope: Scope) => number;

export const builtins: Readonly<Record<string, Builtin>> = {
  ':': () => 0,
  '[': (args, { io }) => {
    if (args.at(-1) === ']') return testExpression(args.slice(0, -1), io);
    io.stderr('sh: [: missing ]\n');
    return 2;
  },
  break: () => leave('break'),
  continue: () => leave('continue'),
  exit: ([status], scope) => leave('exit', status === undefined ? scope.status : Number(status) & 255),
  export: (args, scope) => {
    for (const name of args) {
      const [key = '', value] = name.split(/=(.*)/s);
      if (value !== undefined) scope.variables.set(key, value);
      scope.exported.add(key);
    }
    return 0;
  },
  set: (args) => {
    if (args.length) throw new NotSimulated(`builtin set ${args.join(' ')}`);
    return 0;
  },
  test: (args, { io }) => testExpression(args, io),
  unset: (args, { variables }) => {
    for (const name of args) variables.delete(name);
    return 0;
  },
};

/** Commands that a shell runs itself and that the sandbox refuses rather than calls missing. */
export const unsimulatedBuiltins: readonly string[] = [
  ...[
    '.',
    'alias',
    'bg',
    'cd',
    'command',
    'declare',
    'eval',
    'exec',
    'fg',
    'getopts',
    'hash',
    'jobs',
    'let',
    'local',
  ],
  ...['read', 'readonly', 'return', 'shift', 'source', 'times', 'trap', 'type', 'ulimit', 'umask', 'wait'],
];

function leave(to: Jump['to'], status = 0): never {
  throw new Jump(to, status);
}
