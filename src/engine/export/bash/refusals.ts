import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Plan } from '../../model/plan.ts';
import type { Block, Expectation, Statement } from '../../model/runbook.ts';
import type { Span } from '../../model/source.ts';
import { plannedBlocksOf, statementsOf } from '../../model/statements.ts';
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
  if (action.kind !== 'shell' || !/^exec\s+(?!\d*[<>&])/.test(action.script)) return [];
  return [
    unsupported(
      span,
      '`exec` would replace the script, and nothing would clean up.',
      'Run the command without `exec`.',
    ),
  ];
}

function aliasesOf({ action }: Statement): readonly string[] {
  if (action.kind !== 'shell') return [];
  return [...action.script.matchAll(/(?:^|[\s;&])alias\s+([\w.-]+)=/g)].map(([, name = '']) => name);
}

/** Cleanup is a function, which bash reads before the document sets an alias. */
function ofAliases({ action, span }: Statement, aliases: readonly string[]): readonly Diagnostic[] {
  const script = action.kind === 'shell' ? action.script : '';
  const words = script.split(/[\s;&|(){}]+/);
  const name = aliases.find((alias) => words.includes(alias));
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
