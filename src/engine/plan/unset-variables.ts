import type { Diagnostic } from '../model/diagnostic.ts';
import type { PlannedItem } from '../model/plan.ts';
import type { Block, Runbook, Statement, Step } from '../model/runbook.ts';
import { statementsOf } from '../model/statements.ts';
import { factsOf, type StatementFacts } from './statement-facts.ts';

type Read = {
  readonly step: Step;
  readonly block: Block;
  readonly statement: Statement;
  readonly facts: StatementFacts;
};

/**
 * Statements of a selection that would read a variable which only statements that were left out set: what such a
 * command does nobody meant. Of what can't be known from the text nothing is said; the run looks again.
 * @param given Names of the variables that the session starts with.
 */
export function unsetVariables(item: PlannedItem, given: ReadonlySet<string>): readonly Diagnostic[] {
  const { runbook, skipped } = item;
  if (Object.keys(skipped).length === 0) return [];
  const all = readAll(runbook);
  const { clusters, env, inputs } = runbook.meta;
  const asked = inputs.map(({ name }) => name);
  const known = new Set([...given, ...Object.keys(clusters), ...Object.keys(env), ...asked]);
  const runs = (read: Read): boolean => skipped[read.block.id] === undefined;
  const order = [
    ...all.filter(({ block }) => !block.options.cleanup).filter(runs),
    ...all.filter(({ block }) => block.options.cleanup).filter(runs),
  ];
  const found: Diagnostic[] = [];
  for (const read of order) {
    const at = all.indexOf(read);
    const before = read.block.options.cleanup ? all : all.slice(0, at);
    for (const name of read.facts.reads) {
      const setter = before.find(({ block, facts }) => !block.options.cleanup && facts.sets.includes(name));
      if (setter !== undefined && !known.has(name)) found.push(unset(read, name, setter));
    }
    if (read.facts.opaque) break;
    for (const name of read.facts.sets) known.add(name);
  }
  return found;
}

function readAll({ steps }: Runbook): readonly Read[] {
  return steps.flatMap((step) =>
    step.blocks.flatMap((block) =>
      statementsOf([block]).map((statement) => ({ step, block, statement, facts: factsOf(statement) })),
    ),
  );
}

function unset({ block, statement }: Read, name: string, setter: Read): Diagnostic {
  const what = block.options.cleanup ? 'cleanup' : 'command';
  const { line } = setter.statement.span.start;
  const why = `line ${line} sets it, in \`${setter.step.title}\`, which is left out`;
  return {
    code: 'plan/unset-variable',
    severity: 'error',
    message: `\`${name}\` is not set when this ${what} runs: ${why}`,
    span: statement.span,
    hint: `Run \`${setter.step.id}\` as well, give a value with \`--env ${name}=…\`, or write a default: \`\${${name}:-…}\`.`,
  };
}
