import { setImmediate } from 'node:timers/promises';
import type {
  AndOr,
  Command,
  CommandNode,
  CompoundList,
  ParsedScript,
  PipelineNode,
  Statement,
} from 'unbash';
import { FileError } from '../commands/command.ts';
import { assignAll } from './assignments.ts';
import { builtinOf } from './builtins.ts';
import { runCompound } from './compound.ts';
import { expandWords } from './expand.ts';
import type { FunctionBody } from './functions.ts';
import { startJob } from './jobs.ts';
import { leaving } from './leaving.ts';
import { pipeline } from './pipeline.ts';
import { redirect } from './redirect.ts';
import {
  countStep,
  environment,
  inWords,
  Jump,
  NotSimulated,
  type Scope,
  ShellError,
  subshell,
  type Value,
} from './scope.ts';
import { runTraps } from './traps.ts';
import { words } from './words.ts';

/** Runs a parsed script. @throws NotSimulated @throws Jump when the script leaves */
export const runScript = (script: ParsedScript, scope: Scope): Promise<number> =>
  runStatements(script.commands, scope);

async function runStatements(statements: readonly Statement[], scope: Scope): Promise<number> {
  const { shell } = scope;
  for (const { command, background } of statements) {
    if (scope.io.signal.aborted) throw new Jump('exit', 143);
    if (background) {
      startJob(scope, (job) => runNode(command, job));
      shell.status = 0;
    } else shell.status = await runNode(command, scope);
    await runTraps(scope, runScript);
  }
  return shell.status;
}

const runList = ({ commands }: CompoundList, scope: Scope): Promise<number> => runStatements(commands, scope);

const runNode = (node: PipelineNode | AndOr, scope: Scope): Promise<number> =>
  node.type === 'AndOr' ? runAndOr(node, scope) : runPipeline(node, scope);

async function runAndOr({ commands, operators }: AndOr, scope: Scope): Promise<number> {
  for (const [index, command] of commands.entries()) {
    const operator = operators[index - 1];
    const wanted = operator === undefined || (operator === '&&') === (scope.shell.status === 0);
    const last = index === commands.length - 1;
    if (wanted) scope.shell.status = await runPipeline(command, last ? scope : { ...scope, tested: true });
  }
  return scope.shell.status;
}

async function runPipeline(node: PipelineNode, scope: Scope): Promise<number> {
  if (node.type !== 'Pipeline') return ended(await runCommand(node, scope), node, scope);
  const negated = node.prefixes.filter(({ type }) => type === 'Negation').length % 2 === 1;
  const timed = node.prefixes.some(({ type }) => type === 'Time');
  const began = performance.now();
  const inner = negated ? { ...scope, tested: true } : scope;
  const [only, ...more] = node.commands;
  const status =
    only && !more.length ? await runCommand(only, inner) : await pipeline(node, inner, runCommand);
  if (timed) scope.io.stderr(spent(performance.now() - began));
  return negated ? Number(status === 0) : ended(status, node, scope);
}

const spent = (ms: number): string =>
  `\nreal\t${Math.floor(ms / 60_000)}m${((ms / 1000) % 60).toFixed(3)}s\nuser\t0m0.000s\nsys\t0m0.000s\n`;

/** With `set -e` a failure that nobody looks at ends the script. */
function ended(status: number, { type }: PipelineNode, { shell, tested }: Scope): number {
  const plain = type === 'Command' || type === 'Pipeline' || type === 'Subshell' || type === 'TestCommand';
  if (status !== 0 && plain && !tested && shell.options.has('e')) throw new Jump('exit', status);
  return status;
}

async function runCommand(node: CommandNode, scope: Scope): Promise<number> {
  countStep(scope);
  switch (node.type) {
    case 'Command':
      return runSimple(node, scope);
    case 'Redirected': {
      const { command, redirects } = node;
      return withRedirects(redirects, scope, (inner) => runCommand(command, inner));
    }
    case 'Function':
      scope.shell.functions.set(node.name.value, node.body);
      return 0;
    case 'Subshell':
      return leaving('exit', () => runList(node.body, subshell(scope)));
    case 'Coproc':
    case 'Select':
      throw new NotSimulated(inWords(node.type));
    default:
      return runCompound(node, scope, runScript, runList);
  }
}

async function runSimple(command: Command, scope: Scope): Promise<number> {
  const assignments = command.prefix.filter((part) => part.type === 'Assignment');
  scope.shell.status = command.name || assignments.length ? scope.shell.status : 0;
  const argv = await expandWords(words(command), scope, runScript);
  if (!argv.length) {
    const before = scope.shell.status;
    await assignAll(assignments, scope, runScript);
    trace(scope, assignments.map(({ text }) => text).join(' '));
    const substituted = assignments.some(({ text }) => text.includes('$(') || text.includes('`'));
    const status = substituted ? scope.shell.status : before === scope.shell.status ? 0 : scope.shell.status;
    return withRedirects(command.redirects, scope, async () => status);
  }
  trace(scope, argv.join(' '));
  const [name = ''] = argv;
  const special = builtinOf(name) !== undefined || scope.shell.functions.has(name);
  const inner = assignments.length && !special ? subshell(scope) : scope;
  await assignAll(assignments, inner, runScript);
  for (const assignment of assignments) inner.shell.exported.add(assignment.name);
  return withRedirects(command.redirects, inner, (redirected) => start(argv, redirected));
}

function trace({ shell, io }: Scope, text: string): void {
  if (shell.options.has('x')) io.stderr(`+ ${text}\n`);
}

async function withRedirects(
  redirects: Command['redirects'],
  scope: Scope,
  action: (scope: Scope) => Promise<number>,
): Promise<number> {
  if (!redirects.length) return action(scope);
  try {
    const { io, finish } = await redirect(redirects, scope, runScript);
    const status = await action({ ...scope, io });
    await finish();
    return status;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    scope.io.stderr(`${scope.shell.name}: ${error.message}\n`);
    return 1;
  }
}

async function start(argv: readonly string[], scope: Scope): Promise<number> {
  const [name = '', ...args] = argv;
  const { shell, io, host } = scope;
  const body = shell.functions.get(name);
  if (body) return callFunction(body, args, scope);
  const builtin = builtinOf(name);
  if (builtin) return builtin(args, scope, { run: runScript, start });
  await setImmediate();
  const found = host.find(name);
  if (found.kind === 'command') return found.run({ argv, env: environment(scope), io, host, cwd: shell.cwd });
  const script = name.includes('/') ? await scriptFile(name, scope) : undefined;
  if (script !== undefined) {
    const sh = host.find(script.startsWith('#!/bin/bash') ? 'bash' : 'sh');
    if (sh.kind === 'command')
      return sh.run({ argv: [shell.name, name, ...args], env: environment(scope), io, host, cwd: shell.cwd });
  }
  if (found.kind === 'not simulated') throw new NotSimulated(`command ${name}`);
  const says =
    shell.name === 'bash' ? `bash: line 1: ${name}: command not found` : `${shell.name}: ${name}: not found`;
  io.stderr(`${says}\n`);
  return 127;
}

/** A script that somebody wrote or mounted, called by its path. */
async function scriptFile(name: string, { host, shell }: Scope): Promise<string | undefined> {
  try {
    const path = name.startsWith('/') ? name : `${shell.cwd}/${name}`;
    const content = host.container && (await host.files.read(path)).toString();
    return content;
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

/** How deep functions may call each other. */
const deepest = 200;

async function callFunction(body: FunctionBody, args: readonly string[], scope: Scope): Promise<number> {
  const { shell } = scope;
  if (shell.locals.length >= deepest) throw new ShellError('sandbox: functions call each other too deep', 2);
  const before = shell.arguments;
  shell.arguments = [before[0] ?? shell.name, ...args];
  const locals = new Map<string, Value | undefined>();
  shell.locals.push(locals);
  try {
    return await leaving('return', () =>
      body.type === 'CompoundList' ? runList(body, scope) : runCommand(body, scope),
    );
  } finally {
    shell.locals.pop();
    for (const [name, value] of locals)
      if (value === undefined) shell.variables.delete(name);
      else shell.variables.set(name, value);
    shell.arguments = before;
  }
}
