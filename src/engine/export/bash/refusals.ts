import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Plan } from '../../model/plan.ts';
import type { Block, Expectation, Statement } from '../../model/runbook.ts';
import type { Span } from '../../model/source.ts';
import { plannedBlocksOf, statementsOf } from '../../model/statements.ts';
import { bracedVariables } from '../../shell/braced-variables.ts';
import { type SimpleCommand, simpleCommands } from '../../shell/simple-commands.ts';
import { cannotExpect } from './expectation.ts';

/** What of a plan a script can't do as the engine does it, with its place and a way around. */
export function refusals(plan: Plan): readonly Diagnostic[] {
  return plan.runbooks.flatMap((item) => {
    const blocks = plannedBlocksOf(item);
    const aliases = statementsOf(blocks).flatMap(aliasesOf);
    return blocks.flatMap((block) => [
      ...ofBlock(block),
      ...block.segments.flatMap(({ statements, expectations }) => [
        ...statements.flatMap((statement) => [
          ...ofStatement(statement),
          ...(block.options.cleanup ? ofAliases(statement, aliases) : []),
        ]),
        ...expectations.flatMap(ofExpectation),
      ]),
    ]);
  });
}

function ofBlock({ options, span }: Block): readonly Diagnostic[] {
  if (!options.tty) return [];
  return [
    unsupported(
      span,
      'A script cannot give a block a terminal (`tty`).',
      'Mark the block `skip`, or export without it.',
    ),
  ];
}

function ofStatement({ action, span }: Statement): readonly Diagnostic[] {
  if (action.kind === 'apply' && bracedVariables(action.manifest).length > 0) {
    const hint = 'Pass the manifest to `kubectl apply -f -` in a `bash` block.';
    return [unsupported(span, 'A script cannot put values into a manifest (`${NAME}`).', hint)];
  }
  if (action.kind === 'file') {
    const hint = 'Write it in a `bash` block, with a here-document.';
    return [unsupported(span, 'A script cannot write a block into a file (`file=`).', hint)];
  }
  if (action.kind !== 'shell' || !simpleCommands(action.script).some(replacesShell)) return [];
  return [
    unsupported(
      span,
      '`exec` would replace the script, and nothing would clean up.',
      'Run the command without `exec`.',
    ),
  ];
}

/** Whether a command is run by `exec` in the shell itself. */
function replacesShell({ via, place }: SimpleCommand): boolean {
  return via[0]?.name === 'exec' && !place.subshell && !place.background;
}

function aliasesOf({ action }: Statement): readonly string[] {
  if (action.kind !== 'shell') return [];
  const aliases = simpleCommands(action.script).filter(({ name }) => name === 'alias');
  return aliases.flatMap(({ words }) => words.flatMap(({ value }) => /^([\w.-]+)=/.exec(value)?.[1] ?? []));
}

/** Cleanup is a function, which bash reads before the document sets an alias. */
function ofAliases({ action, span }: Statement, aliases: readonly string[]): readonly Diagnostic[] {
  const script = action.kind === 'shell' ? action.script : '';
  const names = simpleCommands(script).flatMap(({ name, via }) => [
    name,
    ...via.map((wrapper) => wrapper.name),
  ]);
  const name = aliases.find((alias) => names.includes(alias));
  if (name === undefined) return [];
  return [
    unsupported(
      span,
      `The alias \`${name}\` does not reach a cleanup block of a script.`,
      'Write the command in full.',
    ),
  ];
}

function ofExpectation(expectation: Expectation): readonly Diagnostic[] {
  const cannot = cannotExpect(expectation);
  if (cannot === undefined) return [];
  const hint = 'Check it in another way, or mark the block `skip` for the export.';
  return [unsupported(expectation.span, `A script cannot ${cannot}.`, hint)];
}

function unsupported(span: Span, message: string, hint: string): Diagnostic {
  return { code: 'export/unsupported', severity: 'error', message, span, hint };
}
