import type { PlannedItem } from '../../model/plan.ts';
import type { Block, Expectation, Segment, ShellAction, Statement } from '../../model/runbook.ts';
import { timeoutOf, windowOf } from '../../plan/policy.ts';
import { factsOf, variablesNeeded } from '../../plan/statement-facts.ts';
import { commandOf } from '../../report/lines.ts';
import type { KnownNames } from '../../shell/calls.ts';
import { quote } from '../../shell/quote.ts';
import { simpleCommands } from '../../shell/simple-commands.ts';
import { acceptedExits } from './accepted-exits.ts';
import { jobWords, readinessText } from './background.ts';
import { expectationText } from './expectation.ts';
import { applyText, readText } from './manifest.ts';
import { secondsOf, word } from './words.ts';

/** Where a statement stands, and what of its runbook matters to it. `number` is its own in the script. */
type StatementPlace = {
  readonly item: PlannedItem;
  readonly block: Block;
  readonly segment: Segment;
  readonly number: number;
  /** The runbook's. */
  readonly known: KnownNames;
  /** Whether some statement may trace what the shell does. */
  readonly traced: boolean;
};

/** A statement as the body of a loop that runs it once, or until what is expected of it is met. */
export function statementText(statement: Statement, place: StatementPlace): string {
  const last = statement === judgedOf(place.segment);
  const limitMs = timeoutOf(place.block, place.item.limits);
  const { action } = statement;
  const background = action.kind === 'shell' && action.background;
  return [
    `while rb_try ${headWords(statement, place, last).join(' ')}; do {${opening(statement)}`,
    `${bodyOf(statement, place)} } </dev/null >>"$rb_o" 2>>"$rb_e"`,
    ...(background ? readinessText(action, limitMs, place.known) : []),
    ...(last ? place.segment.expectations.map(expectationText) : []),
    'done',
  ].join('\n');
}

/** The statement that a segment's expectations judge: its last one in the foreground. */
function judgedOf({ statements }: Segment): Statement | undefined {
  return statements.findLast(isForeground) ?? statements.at(-1);
}

function isForeground({ action }: Statement): boolean {
  return action.kind !== 'shell' || !action.background;
}

function headWords(statement: Statement, place: StatementPlace, last: boolean): readonly string[] {
  const { item, block, segment, number, known } = place;
  const { expectations } = segment;
  const timeoutMs = timeoutOf(block, item.limits);
  const windowMs = last ? windowOf(expectations) : 0;
  const holdMs = last ? Math.max(0, ...expectations.map(({ forMs }) => forMs ?? 0)) : 0;
  const accepts = acceptedExits(statement, expectations, last);
  const needed = !last && isForeground(statement) && expectations.some(seesAll);
  return [
    String(number),
    String(statement.span.start.line),
    quote(commandOf(statement)),
    ...(timeoutMs === item.limits.timeoutMs ? [] : [`timeout=${secondsOf(timeoutMs)}`]),
    ...(windowMs === 0 ? [] : [`within=${secondsOf(windowMs)}`]),
    ...(holdMs === 0 ? [] : [`for=${secondsOf(holdMs)}`]),
    ...(accepts === undefined ? [] : [`accepts=${accepts}`]),
    ...(needed ? ['kept'] : []),
    ...(expectations.length > 0 || !isForeground(statement) ? ['checked'] : []),
    ...(statement.action.kind === 'assert' ? ['quiet'] : []),
    ...jobWords(statement, known).map(word),
    ...guardWords(statement, block),
    ...(mayTrap(statement) ? ['then=rb_keep_trap'] : []),
    ...(block.options.dir === undefined ? [] : [word(`enter=${block.span.start.line}:${block.options.dir}`)]),
  ];
}

/** What keeps cleanup from doing harm, and the rest of its block from working in the wrong folder. */
function guardWords(statement: Statement, { options }: Block): readonly string[] {
  const { needed, roots } = variablesNeeded(statement, options);
  const leaves = options.cleanup && factsOf(statement).changesFolder;
  return [
    ...(needed.length === 0 ? [] : [`needs=${needed.join(',')}`]),
    ...(roots.length === 0 ? [] : [`roots=${roots.join(',')}`]),
    ...(leaves ? ['leaves'] : []),
  ];
}

function seesAll({ withinMs, forMs }: Expectation): boolean {
  return withinMs === undefined && forMs === undefined;
}

/** The status of the statement before is put back only for one that asks for it. */
function opening({ action }: Statement): string {
  return action.kind === 'shell' && /\$\?|\$\{\?/.test(action.script) ? ' rb_last_status' : '';
}

function bodyOf({ action }: Statement, { segment, traced, number }: StatementPlace): string {
  switch (action.kind) {
    case 'shell':
      return shellText(action, traced);
    case 'apply':
      return applyText(action, action.delete ? number : undefined);
    case 'assert':
      return readText(action, segment.expectations);
    case 'file':
      throw new Error('a file that the refusals let pass');
    default:
      return action satisfies never;
  }
}

function shellText({ script, background }: ShellAction, traced: boolean): string {
  const status = background ? 'rb_ran $? 0' : 'rb_ran $? "${PIPESTATUS[@]}"';
  // What is written after the statement is not part of what it prints.
  const ran = traced ? `{ ${status}; } 2>/dev/null` : status;
  // bash forgets PIPESTATUS between two lines that it reads.
  if (script.includes('PIPESTATUS')) return `eval "$(rb_last_pipeline)"${quote(`\n${script}\n${ran}`)};`;
  return `${script}\n${ran};`;
}

const trappers: ReadonlySet<string> = new Set(['trap', 'source', '.', 'eval']);

/** A trap of the document's would take the place of ours. */
function mayTrap({ action }: Statement): boolean {
  return action.kind === 'shell' && simpleCommands(action.script).some(({ name = '' }) => trappers.has(name));
}
