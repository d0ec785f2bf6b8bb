import type { Diagnostic } from '../model/diagnostic.ts';
import type { PlannedItem } from '../model/plan.ts';
import type { KeptSession } from '../model/resume.ts';
import { type PlacedStatement, placedStatementsOf } from '../model/statements.ts';
import { factsOf } from '../plan/statement-facts.ts';

type Before = {
  readonly item: PlannedItem;
  /** The statements of the page as it is now, without cleanup. */
  readonly now: readonly PlacedStatement[];
  /** Those that passed, as they were. */
  readonly done: readonly PlacedStatement[];
  readonly settled: readonly string[];
  readonly session: KeptSession | undefined;
  readonly given: ReadonlySet<string>;
};

/** Why a run can't go on with a page: what was done says something else now, or needs what isn't kept. */
export function notAsItWas(before: Before): readonly Diagnostic[] {
  return [...changedText(before), ...withheldValues(before)];
}

/** What is new or different below the last statement that was done runs as it is now. */
function changedText({ item, now, done }: Before): readonly Diagnostic[] {
  const places = new Map(now.map((placed, at) => [placed.statement.id, { placed, at }]));
  const known = new Map(done.map(({ statement }) => [statement.id, JSON.stringify(statement.action)]));
  const gone = done.find(({ statement }) => !places.has(statement.id));
  const last = Math.max(-1, ...done.map(({ statement }) => places.get(statement.id)?.at ?? -1));
  const other = now.slice(0, last + 1).find(({ block, statement }) => {
    const was = known.get(statement.id);
    return was === undefined
      ? item.skipped[block.id] === undefined
      : was !== JSON.stringify(statement.action);
  });
  if (gone === undefined && other === undefined) return [];
  const { file } = item.runbook.source;
  const what =
    other === undefined
      ? `\`${file}\` has no more what the earlier run did in its line ${gone?.statement.span.start.line}`
      : `This is not what the earlier run did at this place of \`${file}\``;
  return [
    {
      code: 'session/page-changed',
      severity: 'error',
      message: what,
      hint: 'Run the page from the top, without `--resume`; or undo the change above the place where the run ended.',
      ...(other === undefined ? {} : { span: other.statement.span }),
    },
  ];
}

/** Variables that aren't kept, and that a statement reads before anything sets them. */
function withheldValues({ item, settled, session, given }: Before): readonly Diagnostic[] {
  const missing = new Set(session?.withheld.map(({ name }) => name).filter((name) => !given.has(name)));
  const skips = (id: string): boolean => item.skipped[id] !== undefined;
  const all = placedStatementsOf(item.runbook).filter(({ block }) => !skips(block.id));
  const rest = all.filter(({ statement }) => !settled.includes(statement.id));
  const faults: Diagnostic[] = [];
  for (const { statement, block } of [
    ...rest.filter((placed) => !placed.block.options.cleanup),
    ...rest.filter((placed) => placed.block.options.cleanup),
  ]) {
    const { reads, sets } = factsOf(statement);
    const name = reads.find((each) => missing.has(each));
    for (const each of [...sets, ...(name === undefined ? [] : [name])]) missing.delete(each);
    // Cleanup that reads what isn't set does not run, and says so.
    if (name === undefined || block.options.cleanup) continue;
    const why = session?.withheld.find((each) => each.name === name)?.why ?? 'secret';
    faults.push({
      code: 'session/not-resumable',
      severity: 'error',
      message: `\`${name}\` is needed here and was not kept: ${reasons[why]}`,
      span: statement.span,
      hint: `Give it: \`--env ${name}=…\`; or run the page from the top, without \`--resume\`.`,
    });
  }
  return faults;
}

const reasons = {
  secret: 'it is secret',
  process: 'it was the number of a process that is gone',
  bytes: 'it is too long or no text',
} as const;
