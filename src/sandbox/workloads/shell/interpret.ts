import { setImmediate } from 'node:timers/promises';
import type {
  AndOr,
  Assignment,
  Command,
  CommandNode,
  CompoundList,
  For,
  If,
  ParsedScript,
  PipelineNode,
  Statement,
  While,
  Word,
} from 'unbash';
import { FileError } from '../commands/command.ts';
import { builtins, unsimulatedBuiltins } from './builtins.ts';
import { expandWord, expandWords } from './expand.ts';
import { pipeline } from './pipeline.ts';
import { redirect } from './redirect.ts';
import { environment, inWords, Jump, NotSimulated, type Scope, subshell } from './scope.ts';

/** Runs a parsed script. @throws NotSimulated @throws Jump when the script leaves */
export const runScript = (script: ParsedScript, scope: Scope): Promise<number> =>
  runStatements(script.commands, scope);

async function runStatements(statements: readonly Statement[], scope: Scope): Promise<number> {
  for (const { command, background } of statements) {
    if (background) throw new NotSimulated('background job');
    if (scope.io.signal.aborted) return 143;
    scope.status =
      command.type === 'AndOr' ? await runAndOr(command, scope) : await runPipeline(command, scope);
  }
  return scope.status;
}

const runList = ({ commands }: CompoundList, scope: Scope): Promise<number> => runStatements(commands, scope);

async function runAndOr({ commands, operators }: AndOr, scope: Scope): Promise<number> {
  for (const [index, command] of commands.entries()) {
    const operator = operators[index - 1];
    const wanted = operator === undefined || (operator === '&&') === (scope.status === 0);
    if (wanted) scope.status = await runPipeline(command, scope);
  }
  return scope.status;
}

async function runPipeline(node: PipelineNode, scope: Scope): Promise<number> {
  if (node.type !== 'Pipeline') return runCommand(node, scope);
  if (node.prefixes.some(({ type }) => type === 'Time')) throw new NotSimulated('time');
  const status = await pipeline(node, scope, runCommand);
  return node.prefixes.length % 2 ? Number(status === 0) : status;
}

async function runCommand(node: CommandNode, scope: Scope): Promise<number> {
  switch (node.type) {
    case 'Command':
      return runSimple(node, scope);
    case 'Redirected': {
      const { io, finish } = await redirect(node.redirects, scope, runScript);
      const status = await runCommand(node.command, { ...scope, io });
      await finish();
      return status;
    }
    case 'BraceGroup':
      return runList(node.body, scope);
    case 'Subshell':
      return leaving('exit', () => runList(node.body, subshell(scope)));
    case 'If':
      return runIf(node, scope);
    case 'For':
      return runFor(node, scope);
    case 'While':
      return runWhile(node, scope);
    default:
      throw new NotSimulated(inWords(node.type));
  }
}

async function runIf(node: If, scope: Scope): Promise<number> {
  for (const branch of [node, ...node.elif]) {
    if ((await runList(branch.clause, scope)) === 0) return runList(branch.then, scope);
  }
  return node.else ? runList(node.else, scope) : 0;
}

async function runFor({ name, wordlist, body }: For, scope: Scope): Promise<number> {
  const values = wordlist ? await expandWords(wordlist, scope, runScript) : scope.arguments.slice(1);
  return leaving('break', async () => {
    for (const value of values) {
      if (scope.io.signal.aborted) return 143;
      scope.variables.set(name.value, value);
      scope.status = await leaving('continue', () => runList(body, scope));
      await setImmediate();
    }
    return values.length ? scope.status : 0;
  });
}

async function runWhile({ kind, clause, body }: While, scope: Scope): Promise<number> {
  const wanted = kind === 'while';
  return leaving('break', async () => {
    let status = 0;
    while (((await runList(clause, scope)) === 0) === wanted) {
      if (scope.io.signal.aborted) return 143;
      status = await leaving('continue', () => runList(body, scope));
      await setImmediate();
    }
    return status;
  });
}

async function runSimple(command: Command, scope: Scope): Promise<number> {
  const assignments = command.prefix.filter((part): part is Assignment => part.type === 'Assignment');
  const words = [command.name, ...command.args].filter((part) => part !== undefined).map(asWord);
  const argv = await expandWords(words, scope, runScript);
  const inner: Scope = argv.length ? subshell(scope) : scope;
  for (const { name, value, append, index } of assignments) {
    if (value.type === 'ArrayValue' || append || index) throw new NotSimulated('arrays and +=');
    inner.variables.set(name, await expandWord(value, scope, runScript));
    if (argv.length) inner.exported.add(name);
  }
  if (!argv.length) return command.redirects.length ? withRedirects(command, scope, async () => 0) : 0;
  return withRedirects(command, inner, (redirected) => start(argv, redirected, scope));
}

/** An assignment after a command's name is a word like others. */
const asWord = (part: Word | Assignment): Word =>
  part.type === 'Word'
    ? part
    : { type: 'Word', text: part.text, value: part.text, pos: part.pos, end: part.end };

async function withRedirects(
  { redirects }: Command,
  scope: Scope,
  action: (scope: Scope) => Promise<number>,
): Promise<number> {
  try {
    const { io, finish } = await redirect(redirects, scope, runScript);
    const status = await action({ ...scope, io });
    await finish();
    return status;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    scope.io.stderr(`sh: ${error.message}\n`);
    return 1;
  }
}

async function start(argv: readonly string[], redirected: Scope, outer: Scope): Promise<number> {
  const [name = '', ...args] = argv;
  const builtin = builtins[name];
  if (builtin) return builtin(args, { ...outer, io: redirected.io });
  if (unsimulatedBuiltins.includes(name)) throw new NotSimulated(`builtin ${name}`);
  const found = redirected.host.find(name);
  if (found.kind === 'not simulated') throw new NotSimulated(`command ${name}`);
  if (found.kind === 'absent') {
    redirected.io.stderr(`sh: ${name}: not found\n`);
    return 127;
  }
  return found.run({ argv, env: environment(redirected), io: redirected.io, host: redirected.host });
}

/** Runs something that `break`, `continue` or `exit` may leave. */
async function leaving(to: Jump['to'], action: () => Promise<number>): Promise<number> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Jump && error.to === to) return error.status;
    throw error;
  }
}
