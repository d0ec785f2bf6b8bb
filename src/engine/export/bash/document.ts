import type { Plan, PlannedItem } from '../../model/plan.ts';
import type { Block, Step } from '../../model/runbook.ts';
import { statementsOf, textOf } from '../../model/statements.ts';
import { timeoutOf } from '../../plan/policy.ts';
import type { KnownNames } from '../../shell/calls.ts';
import { quote } from '../../shell/quote.ts';
import { environmentText } from './environment.ts';
import { statementText } from './statement.ts';
import { commented, namesOf, word } from './words.ts';

/** The part of the script that is the page: step after step, and its cleanup as functions in front, as it runs in any case. */
export function documentText(plan: Plan): string {
  const item = plan.runbooks.find(({ reason }) => reason === 'asked');
  if (item === undefined) throw new Error('a script of no page');
  const { runbook } = item;
  const page = { item, known: namesOf(runbook), lines: new Map<number, number>() };
  const cleanups = runbook.steps.flatMap((step) =>
    step.blocks
      .filter((block) => block.options.cleanup && item.skipped[block.id] === undefined)
      .map((block) => ({ step, block })),
  );
  const functions = cleanups.map(({ step, block }, index) =>
    [`rb_cleanup_${index + 1}() {`, headOf(step), ...blockText(block, page), '}'].join('\n'),
  );
  const names = cleanups.map((_, index) => `rb_cleanup_${index + 1}`).toReversed();
  return [
    `rb_file=${word(runbook.source.file)}`,
    'cd -- "$rb_home" || exit 3',
    ...environmentText(runbook),
    ...functions,
    ...(names.length === 0 ? [] : [`rb_cleanups=(${names.join(' ')})`]),
    ...runbook.steps.flatMap((step) => stepText(step, page)),
    '',
    'rb_done',
    '',
  ].join('\n');
}

/** `lines` counts the statements of each line, which names them. */
type Page = {
  readonly item: PlannedItem;
  readonly known: KnownNames;
  readonly lines: Map<number, number>;
};

function stepText(step: Step, page: Page): readonly string[] {
  const blocks = step.blocks.filter(({ options }) => !options.cleanup);
  if (blocks.length === 0) return [];
  const title = `rb_say '' ${quote(step.title)}`;
  return ['', headOf(step), title, ...blocks.flatMap((block) => blockText(block, page))];
}

function headOf({ title, span }: Step): string {
  return `# ${title} · ${span.file}:${span.start.line}`;
}

function blockText(block: Block, page: Page): readonly string[] {
  const { item, known, lines } = page;
  const reason = item.skipped[block.id];
  if (reason !== undefined) {
    const texts = statementsOf([block]).map(textOf);
    const said = quote(`- line ${block.span.start.line} is left out: ${reason}`);
    return ['', ...(texts.length === 0 ? [] : [commented(texts.join('\n'))]), `rb_say ${said}`];
  }
  return block.segments.flatMap((segment) =>
    segment.statements.flatMap((statement) => {
      const { line } = statement.span.start;
      const count = (lines.get(line) ?? 0) + 1;
      lines.set(line, count);
      const name = count === 1 ? String(line) : `${line}.${count}`;
      const limitMs = timeoutOf(block, item.limits);
      return ['', statementText(statement, { name, block, segment, limitMs, known })];
    }),
  );
}
