import type { Statement, Wait } from '../model/runbook.ts';
import { textOf } from '../model/statements.ts';
import { shortDuration } from '../parse/duration.ts';

/** A statement as it is run, line by line, and below it what it waits for. */
export function statementText(statement: Statement): readonly string[] {
  const { action } = statement;
  const waits = action.kind === 'shell' ? action.waits.map(waitText) : [];
  return [...textOf(statement).trimEnd().split('\n'), ...waits];
}

function waitText({ for: what, withinMs }: Wait): string {
  const head = `# wait within ${shortDuration(withinMs)}`;
  switch (what.kind) {
    case 'port':
      return `${head}: port ${what.port}`;
    case 'http':
      return `${head}: http ${what.url}`;
    case 'log':
      return `${head}: log ${what.text}`;
    default:
      return what satisfies never;
  }
}
