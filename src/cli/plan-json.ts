import type { Input } from '../engine/model/input.ts';
import type { ObjectDiff } from '../engine/model/manifest-diff.ts';
import type { PlannedItem } from '../engine/model/plan.ts';
import type { Segment } from '../engine/model/runbook.ts';
import { timeoutOf } from '../engine/plan/policy.ts';
import { commandOf } from '../engine/report/lines.ts';
import type { PlanParts } from './plan-text.ts';

/**
 * A plan for programs, as JSON: what the text says of targets, of what is needed and whether it is there, of steps,
 * commands and checks, and what the manifests would change if that was asked. Fields may be added.
 */
export function planJson({
  plan,
  chosen: { target, notice },
  requirements,
  manifests,
}: PlanParts & { readonly manifests?: readonly ObjectDiff[] }): string {
  const value = {
    format: 1,
    target: target.name,
    clusters: plan.clusters,
    ...(notice === undefined ? {} : { notice }),
    requirements,
    ...(manifests === undefined ? {} : { manifests }),
    runbooks: plan.runbooks.map(runbookOf),
  };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function runbookOf({ runbook, reason, skipped, limits }: PlannedItem) {
  const { source, title, meta, steps } = runbook;
  return {
    file: source.file,
    title,
    reason,
    ...(meta.ready === undefined ? {} : { ready: meta.ready }),
    tools: meta.tools,
    needs: meta.needs,
    // Their values are among the requirements.
    ...(meta.inputs.length === 0 ? {} : { inputs: meta.inputs.map(withoutSecret) }),
    steps: steps.map((step) => ({
      id: step.id,
      title: step.title,
      blocks: step.blocks.map((block) => ({
        id: block.id,
        line: block.span.start.line,
        ...(skipped[block.id] === undefined ? {} : { skipped: skipped[block.id] }),
        ...(block.options.when === undefined ? {} : { when: block.options.when }),
        ...(block.options.confirm === undefined ? {} : { confirm: block.options.confirm }),
        ...(block.options.cleanup ? { cleanup: true } : {}),
        timeoutMs: timeoutOf(block, limits),
        commands: block.segments.flatMap(commandsOf),
      })),
    })),
  };
}

/** The default of a secret is one too. */
function withoutSecret(input: Input): Input {
  const { default: usual, ...rest } = input;
  return input.secret || usual === undefined ? rest : { ...rest, default: usual };
}

/** Checks are those of the last command of their group, which is repeated until they are met. */
function commandsOf({ statements, expectations, ways = [] }: Segment) {
  return statements.map((statement, index) => ({
    id: statement.id,
    line: statement.span.start.line,
    ...(statement.destroys === undefined ? {} : { destroys: statement.destroys }),
    command: statement.action.kind === 'shell' ? statement.action.script : commandOf(statement),
    checks: index === statements.length - 1 ? expectations.map(({ source }) => source) : [],
    ...(index === statements.length - 1 && ways.length > 0
      ? { ways: ways.map(({ expectation }) => expectation.source) }
      : {}),
  }));
}
