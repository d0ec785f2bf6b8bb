import { setImmediate } from 'node:timers/promises';
import type { ArithmeticFor, Case, CommandNode, CompoundList, For, If, While } from 'unbash';
import { conditional } from './conditional.ts';
import { arithmetic, expandWord, expandWords, type Runner, stretchesOf } from './expand.ts';
import { leaving } from './leaving.ts';
import { patternSource } from './pattern.ts';
import { assign, countStep, inWords, Jump, NotSimulated, type Scope } from './scope.ts';

type RunList = (list: CompoundList, scope: Scope) => Promise<number>;

/** Runs branches, loops and groups. */
export function runCompound(node: CommandNode, scope: Scope, run: Runner, runList: RunList): Promise<number> {
  switch (node.type) {
    case 'BraceGroup':
      return runList(node.body, scope);
    case 'If':
      return runIf(node, scope, runList);
    case 'For':
      return runFor(node, scope, run, runList);
    case 'ArithmeticFor':
      return runArithmeticFor(node, scope, run, runList);
    case 'While':
      return runWhile(node, scope, runList);
    case 'Case':
      return runCase(node, scope, run, runList);
    case 'TestCommand':
      return conditional(node.expression, scope, run);
    case 'ArithmeticCommand':
      return truth(node.expression, scope, run).then((held) => (held ? 0 : 1));
    default:
      throw new NotSimulated(inWords(node.type));
  }
}

async function runIf(node: If, scope: Scope, runList: RunList): Promise<number> {
  for (const branch of [node, ...node.elif]) {
    if ((await runList(branch.clause, { ...scope, tested: true })) === 0) return runList(branch.then, scope);
  }
  return node.else ? runList(node.else, scope) : 0;
}

/** One turn of a loop; others get their turn between two of them. */
async function turn(body: CompoundList, scope: Scope, runList: RunList): Promise<number> {
  if (scope.io.signal.aborted) throw new Jump('exit', 143);
  countStep(scope);
  const status = await leaving('continue', () => runList(body, scope));
  await setImmediate();
  return status;
}

function runFor({ name, wordlist, body }: For, scope: Scope, run: Runner, runList: RunList): Promise<number> {
  return leaving('break', async () => {
    const values = wordlist ? await expandWords(wordlist, scope, run) : scope.shell.arguments.slice(1);
    let status = 0;
    for (const value of values) {
      assign(scope, name.value, value);
      status = await turn(body, scope, runList);
    }
    return status;
  });
}

function runArithmeticFor(node: ArithmeticFor, scope: Scope, run: Runner, runList: RunList): Promise<number> {
  return leaving('break', async () => {
    if (node.initialize) await arithmetic(node.initialize, scope, run);
    let status = 0;
    while (!node.test || (await truth(node.test, scope, run))) {
      status = await turn(node.body, scope, runList);
      if (node.update) await arithmetic(node.update, scope, run);
    }
    return status;
  });
}

function runWhile({ kind, clause, body }: While, scope: Scope, runList: RunList): Promise<number> {
  const wanted = kind === 'while';
  return leaving('break', async () => {
    let status = 0;
    while (((await runList(clause, { ...scope, tested: true })) === 0) === wanted)
      status = await turn(body, scope, runList);
    return status;
  });
}

async function runCase({ word, items }: Case, scope: Scope, run: Runner, runList: RunList): Promise<number> {
  const text = await expandWord(word, scope, run);
  let [status, falls] = [0, false];
  for (const { pattern, body, terminator } of items) {
    if (!falls && !(await fitsOne(text, pattern, scope, run))) continue;
    status = await runList(body, scope);
    falls = terminator === ';&';
    if (terminator === ';;' || terminator === undefined) return status;
  }
  return status;
}

async function fitsOne(text: string, patterns: Case['items'][number]['pattern'], scope: Scope, run: Runner) {
  for (const pattern of patterns) {
    const source = patternSource(await stretchesOf(pattern, scope, run));
    if (new RegExp(`^(?:${source})$`).test(text)) return true;
  }
  return false;
}

async function truth(node: ArithmeticFor['test'], scope: Scope, run: Runner): Promise<boolean> {
  return node !== undefined && (await arithmetic(node, scope, run)) !== 0n;
}
