import type { Plan, PlannedItem } from '../../model/plan.ts';
import type { Block, Statement, Step } from '../../model/runbook.ts';
import { blocksOf, statementsOf, textOf } from '../../model/statements.ts';
import type { KnownNames } from '../../shell/calls.ts';
import { quote } from '../../shell/quote.ts';
import { type SimpleCommand, simpleCommands } from '../../shell/simple-commands.ts';
import { hasJobs, namesOf, scriptsOf } from './background.ts';
import { environmentText } from './environment.ts';
import { needText } from './need.ts';
import { statementText } from './statement.ts';
import { commented, secondsOf, word } from './words.ts';

/** One runbook of the script. `number` is its own, from 1; `numbers` gives every statement's in the script. */
type Chapter = {
  readonly item: PlannedItem;
  readonly plan: Plan;
  readonly number: number;
  readonly numbers: ReadonlyMap<Statement, number>;
  readonly known: KnownNames;
  readonly traced: boolean;
};

/** The part of the script that is the document: runbook after runbook, step after step. */
export function documentText(plan: Plan): string {
  const numbers = new Map(
    plan.runbooks.flatMap(allStatements).map((statement, index) => [statement, index + 1]),
  );
  const several = plan.runbooks.length > 1;
  const scripts = plan.runbooks.flatMap(({ runbook }) => scriptsOf(runbook));
  const chapters = plan.runbooks.map((item, index) => ({
    item,
    plan,
    number: index + 1,
    numbers,
    known: namesOf(item.runbook),
    traced: scripts.some((script) => simpleCommands(script).some(isTracing)),
  }));
  const hooks = [
    ...(plan.runbooks.some(({ runbook }) => hasJobs(runbook)) ? ['rb_after=rb_check_jobs'] : []),
    ...(plan.runbooks.some(hasFolders) ? ['rb_enter=rb_change_folder'] : []),
    ...(several ? ['rb_forget=rb_forget_state', 'rb_keep_state fresh'] : []),
  ];
  return [...hooks, ...chapters.map(chapterText), 'rb_finish', ''].join('\n');
}

function chapterText(chapter: Chapter): string {
  const { item, plan } = chapter;
  const { runbook, reason, limits } = item;
  const { file } = runbook.source;
  const required = reason === 'required' ? ' required' : '';
  const cleanup = cleanups(chapter);
  return [
    '',
    `### ${runbook.title} · ${file}`,
    '',
    `rb_runbook ${word(file)} ${quote(runbook.title)} ${secondsOf(limits.timeoutMs)}${required}`,
    ...environmentText(runbook),
    ...cleanup.map(({ text }) => text),
    ...needText(item, plan),
    `rb_will_run ${allStatements(item).length} ${quote(cleanup.map(({ name }) => name).join(' '))}`,
    ...runbook.steps.flatMap((step) => stepText(step, step.blocks.filter(isMain), chapter)),
    ...(item === plan.runbooks.at(-1) ? [] : leavingText(chapter, cleanup.length > 0)),
    '',
  ].join('\n');
}

function leavingText({ item, number }: Chapter, cleansUp: boolean): readonly string[] {
  const ends = !cleansUp && hasJobs(item.runbook) ? ['[ -n "$rb_skip" ] || rb_end_jobs'] : [];
  return ['', ...ends, `rb_leave ${number}`, '. "$rb_dir/state.fresh" 2>/dev/null'];
}

function isMain({ options }: Block): boolean {
  return !options.cleanup;
}

function stepText(step: Step, blocks: readonly Block[], chapter: Chapter): readonly string[] {
  if (blocks.length === 0) return [];
  const { line } = step.span.start;
  const { file } = chapter.item.runbook.source;
  const head = `# ${step.title} · ${file}:${line}`;
  const begins = blocks.some(({ id }) => chapter.item.skipped[id] === undefined);
  const title = begins ? [`rb_step ${line} ${quote(step.title)} ${word(step.id)}`] : [];
  return ['', head, ...title, ...blocks.flatMap((block) => blockText(block, chapter))];
}

function blockText(block: Block, chapter: Chapter): readonly string[] {
  const { item, numbers, known, traced } = chapter;
  const reason = item.skipped[block.id];
  if (reason !== undefined) return leftOutText(block, reason);
  return block.segments.flatMap((segment) =>
    segment.statements.flatMap((statement) => {
      const number = numbers.get(statement) ?? 0;
      return ['', statementText(statement, { item, block, segment, number, known, traced })];
    }),
  );
}

function leftOutText(block: Block, reason: string): readonly string[] {
  const texts = statementsOf([block]).map(textOf);
  return [
    '',
    ...(texts.length === 0 ? [] : [commented(texts.join('\n'))]),
    `rb_leave_out ${block.span.start.line} ${quote(reason)}`,
  ];
}

type Cleanup = { readonly name: string; readonly text: string; readonly offset: number };

/** What is done at the end, last first: cleanup blocks, and the deletion of what was applied for the time of the run. */
function cleanups(chapter: Chapter): readonly Cleanup[] {
  const { item, numbers } = chapter;
  const all = item.runbook.steps.flatMap((step) =>
    step.blocks.flatMap((block): Cleanup[] => {
      const [first] = statementsOf([block]);
      if (item.skipped[block.id] !== undefined || first === undefined) return [];
      const number = numbers.get(first) ?? 0;
      const named = { name: `rb_cleanup_${number}`, offset: block.span.start.offset };
      const deletes = first.action.kind === 'apply' && first.action.delete;
      const undo = `rb_delete ${number} ${first.span.start.line}`;
      if (block.options.cleanup)
        return [{ ...named, text: functionText(named.name, stepText(step, [block], chapter)) }];
      return deletes ? [{ ...named, text: functionText(named.name, [undo]) }] : [];
    }),
  );
  return all.sort((a, b) => b.offset - a.offset);
}

/** Not indented: here-documents and texts over several lines must stay as they are. */
function functionText(name: string, lines: readonly string[]): string {
  return ['', `${name}() {`, ...lines.filter((line, index) => line !== '' || index > 0), '}'].join('\n');
}

function allStatements({ runbook }: PlannedItem): readonly Statement[] {
  return statementsOf(blocksOf(runbook));
}

function hasFolders({ runbook }: PlannedItem): boolean {
  return blocksOf(runbook).some(({ options }) => options.dir !== undefined);
}

/** `set -x`, `set -o xtrace`. */
function isTracing({ name, words }: SimpleCommand): boolean {
  return name === 'set' && words.some(({ value }) => /^-\w*x|^xtrace$/.test(value));
}
