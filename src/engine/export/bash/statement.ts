import { builtInReadiness, type Readiness } from '../../execute/background-command.ts';
import { expectedEnds } from '../../execute/kill-command.ts';
import { fieldManager } from '../../model/field-manager.ts';
import type { ApplyAction, Block, Segment, ShellAction, Statement } from '../../model/runbook.ts';
import { windowOf } from '../../plan/policy.ts';
import { factsOf, variablesNeeded } from '../../plan/statement-facts.ts';
import { bracedVariables } from '../../shell/braced-variables.ts';
import { commandsRun, type KnownNames } from '../../shell/calls.ts';
import { variablesIn } from '../../shell/expand.ts';
import { ownPipeline } from '../../shell/failed-command.ts';
import { quote } from '../../shell/quote.ts';
import { acceptedExits } from './accepted-exits.ts';
import { expectationText } from './expectation.ts';
import { withValues } from './manifest-values.ts';
import { secondsOf, word } from './words.ts';

/** Where a statement stands. `name` is its line, with a number behind it for a second one on that line. */
type StatementPlace = {
  readonly name: string;
  readonly block: Block;
  readonly segment: Segment;
  readonly limitMs: number;
  readonly known: KnownNames;
};

/** A statement as the body of a loop that runs it once, or until what is expected of it is met. */
export function statementText(statement: Statement, place: StatementPlace): string {
  const { action } = statement;
  const { block, segment, known } = place;
  const judged = statement === segment.statements.at(-1);
  const guards = guardWords(statement, block, known);
  const [opens, closes] = guards.length === 0 ? ['', ''] : [`if ${guards.join(' && ')}; then `, ' fi'];
  const job = action.kind === 'shell' && action.background;
  const end = job ? 'rb_end 0 0' : 'rb_end $? "${PIPESTATUS[@]}"';
  return [
    `while rb_run ${headWords(statement, place, judged).join(' ')}; do ${opens}{`,
    action.kind === 'apply' ? applyText(action) : scriptOf(statement),
    `${end}; } </dev/null >"$rb_out" 2>&1${
      job
        ? ' ; rb_started $!' +
          readyWords(action, place)
            .map((each) => ` ${each}`)
            .join('')
        : ''
    };${closes}`.replace(/;$/, ''),
    ...(judged ? segment.expectations.map(expectationText) : []),
    'done',
    ...(block.options.cleanup && factsOf(statement).changesFolder ? ['[ -z "$rb_bad" ] || return'] : []),
  ].join('\n');
}

function headWords(statement: Statement, place: StatementPlace, judged: boolean): readonly string[] {
  const { name, segment, limitMs } = place;
  const accepts = acceptedExits(statement, segment.expectations, judged);
  const windowMs = judged ? windowOf(segment.expectations) : 0;
  const kind = kindOf(statement);
  return [
    name,
    ...(windowMs === 0 ? [] : [`within=${secondsOf(windowMs)}`]),
    ...(secondsOf(limitMs) === 120 ? [] : [`limit=${secondsOf(limitMs)}`]),
    ...(accepts === undefined ? [] : [`accepts=${accepts}`]),
    ...(kind === '' ? [] : [`kind=${kind}`]),
    ...(statement === segment.statements[0] ? [] : ['more=yes']),
    ...endWords(statement, place),
  ];
}

/** How its status is to be read: that of each part of a pipe, or one for a loop, a list, what stands behind `!`. */
function kindOf({ action }: Statement): string {
  if (action.kind !== 'shell') return '';
  if (action.background) return 'job';
  const own = ownPipeline(action.script);
  if (own === undefined) return 'compound';
  if (own.negated) return 'negated';
  const isCompound = /^(?:\{|for|while|until|if|case|select)\b|^\{/.test(action.script.trim());
  if (own.members.length > 1) return 'writes';
  return isCompound ? 'compound' : '';
}

/** The jobs that it asks to end, or whose end it is told: `%1`, `$PID`. */
function endWords({ action }: Statement, { known }: StatementPlace): readonly string[] {
  if (action.kind !== 'shell') return [];
  const { numbers, pids, variables, others } = expectedEnds(commandsRun(action.script, known));
  const words = [
    ...numbers.map((number) => `%${number}`),
    ...pids.map(String),
    ...variables.map((name) => `$${name}`),
    ...(others ? ['all'] : []),
  ];
  return words.length === 0 ? [] : [`ends=${quote(words.join(' '))}`];
}

/** What must hold before it is run, so that a cleanup does no harm and a port is answered by who is meant. */
function guardWords(statement: Statement, { options }: Block, known: KnownNames): readonly string[] {
  const { needed, roots } = variablesNeeded(statement, options);
  const names = [...new Set([...needed, ...roots])];
  const ports = portsOf(statement, known);
  return [
    ...(names.length === 0 ? [] : [`rb_has ${names.join(' ')}`]),
    ...(ports.length === 0 ? [] : [`rb_free ${ports.map(valueWord).join(' ')}`]),
  ];
}

function readinessOf(
  { script, waits }: ShellAction,
  known: KnownNames,
): readonly (readonly [Readiness, number])[] {
  if (waits.length > 0) return waits.map((wait) => [wait.for, wait.withinMs] as const);
  return builtInReadiness(commandsRun(script, known)).map((each) => [each, builtInWithinMs] as const);
}

/** How long a command may take that is known to say when it is ready, as in the engine. */
const builtInWithinMs = 30_000;

function portsOf({ action }: Statement, known: KnownNames): readonly string[] {
  if (action.kind !== 'shell' || !action.background) return [];
  return readinessOf(action, known).flatMap(([each]) => {
    if (each.kind === 'forwarding') return each.ports.map((port) => port.replace(/:.*$/, '')).filter(Boolean);
    return each.kind === 'port' ? [String(each.port)] : each.kind === 'serving' ? [each.port] : [];
  });
}

/** What shows that a job is ready; there is at most one such thing, `refusals` sees to that. */
function readyWords(action: ShellAction, { known, limitMs }: StatementPlace): readonly string[] {
  const [first] = readinessOf(action, known);
  if (first === undefined) return [];
  const [readiness, withinMs] = first;
  return [String(secondsOf(Math.min(withinMs, limitMs))), ...probeWords(readiness)];
}

function probeWords(readiness: Readiness): readonly string[] {
  switch (readiness.kind) {
    case 'forwarding':
      return ["'forwarding of each port'", 'rb_forwards', String(Math.max(1, readiness.ports.length))];
    case 'serving':
      return ['\'"Starting to serve on"\'', 'grep', '-qF', "'Starting to serve on'", '"$rb_out"'];
    case 'log':
      return ["'such a line of output'", 'grep', '-qF', '-e', valueWord(readiness.text), '"$rb_out"'];
    case 'port':
      return ["'answer at its port'", 'rb_listens', valueWord(String(readiness.port))];
    case 'http':
      return ["'answer from its address'", 'rb_answers', valueWord(readiness.url)];
    default:
      return readiness satisfies never;
  }
}

/** How many things a job has to be waited for. */
export function countOfWaits(statement: Statement, known: KnownNames): number {
  return statement.action.kind === 'shell' ? readinessOf(statement.action, known).length : 0;
}

/** A text as one word, with the values of its variables. */
function valueWord(text: string): string {
  return variablesIn(text).length === 0 ? word(text) : `"${text.replaceAll(/["\\`]/g, '\\$&')}"`;
}

function scriptOf({ action }: Statement): string {
  if (action.kind !== 'shell') throw new Error(`a ${action.kind} that the refusals let pass`);
  return action.script.replace(/\n*$/, '');
}

function applyText({ manifest, cluster, namespace, force }: ApplyAction): string {
  const end = delimiterOf(manifest);
  const words = [
    `kubectl --context ${expandable(cluster)}`,
    ...(namespace === undefined ? [] : [`-n ${expandable(namespace)}`]),
    'apply --server-side',
    ...(force === false ? [] : ['--force-conflicts']),
    `--validate=strict --field-manager=${fieldManager} -f -`,
  ];
  const names = [...new Set(bracedVariables(manifest).map(({ name }) => name))];
  const text = manifest.replace(/\n*$/, '');
  if (names.length === 0) return `${words.join(' ')} <<'${end}'\n${text}\n${end}`;
  return `rb_words ${names.join(' ')} && ${words.join(' ')} <<${end}\n${withValues(text, names)}\n${end}`;
}

/** A text in which only `$NAME` and `${NAME}` mean something. */
function expandable(text: string): string {
  const pieces = text.split(/(\$\{\w+\}|\$\w+)/).filter(Boolean);
  return pieces.map((piece) => (/^\$\{?\w+\}?$/.test(piece) ? `"${piece}"` : word(piece))).join('');
}

/** A line that the text doesn't have. */
function delimiterOf(text: string): string {
  const lines = new Set(text.split('\n'));
  let name = 'YAML';
  while (lines.has(name)) name += '_';
  return name;
}
