import { Range } from 'semver';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Plan, PlannedItem } from '../../model/plan.ts';
import type { Block, Expectation, Statement } from '../../model/runbook.ts';
import type { Span } from '../../model/source.ts';
import { plannedBlocksOf } from '../../model/statements.ts';
import type { KnownNames } from '../../shell/calls.ts';
import { mayStartJob } from '../../shell/jobs.ts';
import { type SimpleCommand, simpleCommands } from '../../shell/simple-commands.ts';
import { watched } from '../../shell/watched.ts';
import { cannotExpect } from './expectation.ts';
import { countOfWaits } from './statement.ts';
import { namesOf } from './words.ts';

/**
 * What of a plan the script can't do as the engine does it, with its place. A script is lean: what would take more than a
 * line of grep, or could look better in a script than it is, is left to `runbook exec`.
 */
export function refusals(plan: Plan): readonly Diagnostic[] {
  const asked = plan.runbooks.filter(({ reason }) => reason === 'asked');
  return [...asked.flatMap(ofPage), ...plan.runbooks.flatMap(ofRequired)];
}

function ofPage(item: PlannedItem): readonly Diagnostic[] {
  const known = namesOf(item.runbook);
  return [
    ...ofFrontMatter(item),
    ...plannedBlocksOf(item).flatMap((block) => [
      ...ofBlock(block),
      ...block.segments.flatMap(({ statements, expectations }) => [
        ...statements.flatMap((statement) => ofStatement(statement, known)),
        ...expectations.flatMap(ofExpectation),
      ]),
    ]),
  ];
}

function ofFrontMatter({ runbook: { meta, source } }: PlannedItem): readonly Diagnostic[] {
  const top = {
    file: source.file,
    start: { line: 1, column: 1, offset: 0 },
    end: { line: 1, column: 2, offset: 1 },
  };
  const odd = Object.entries(meta.tools).find(([, range]) => range !== '*' && leastOf(range) === undefined);
  return [
    ...(meta.secrets.length === 0
      ? []
      : [unsupported(meta.spans.secrets ?? top, 'hide the values of `secrets`')]),
    ...(odd === undefined ? [] : [unsupported(meta.spans.tools ?? top, `compare versions by \`${odd[1]}\``)]),
  ];
}

/** The least version of a range such as `>=1.28`; undefined for all others. */
export function leastOf(range: string): string | undefined {
  const { set } = new Range(range, { includePrerelease: true });
  const [only, ...more] = set.flat();
  return only !== undefined && more.length === 0 && only.operator === '>='
    ? only.semver.version.replace(/-0$/, '')
    : undefined;
}

function ofRequired({ runbook, reason }: PlannedItem): readonly Diagnostic[] {
  const { meta, title, source } = runbook;
  if (reason === 'asked' || meta.ready !== undefined) return [];
  const span = {
    file: source.file,
    start: { line: 1, column: 1, offset: 0 },
    end: { line: 1, column: 2, offset: 1 },
  };
  return [
    unsupported(span, `see whether what \`${title}\` makes is there: that page has no \`ready\` probe, to`),
  ];
}

function ofBlock({ options, span, segments }: Block): readonly Diagnostic[] {
  const [way] = segments.flatMap(({ ways = [] }) => ways);
  if (way !== undefined)
    return [unsupported(way.expectation.span, 'go on elsewhere by what a command prints')];
  if (options.when !== undefined) return [unsupported(span, 'run a block by a condition (`when=`)')];
  if (options.tty) return [unsupported(span, 'give a block a terminal (`tty`)')];
  return options.dir === undefined ? [] : [unsupported(span, 'run a block in a folder of its own (`dir=`)')];
}

function ofStatement(statement: Statement, known: KnownNames): readonly Diagnostic[] {
  const why = whyNot(statement, known);
  return why === undefined ? [] : [unsupported(statement.span, why)];
}

function whyNot(statement: Statement, known: KnownNames): string | undefined {
  const { action } = statement;
  switch (action.kind) {
    case 'assert':
      return 'compare objects (`yaml assert`)';
    case 'file':
      return 'write a block into a file (`file=`)';
    case 'apply':
      return action.delete ? 'delete at the end what was applied (`delete`)' : undefined;
    case 'shell':
      if (countOfWaits(statement, known) > 1) return 'wait for several things of one job';
      return whyNotRun(action.script, action.background);
    default:
      return action satisfies never;
  }
}

function whyNotRun(script: string, background: boolean): string | undefined {
  const commands = simpleCommands(script);
  const name = commands.map(takesOver).find((each) => each !== undefined);
  if (name !== undefined) return `let a page run \`${name}\`, which would change how it runs itself`;
  if (/\$(?:[?_](?!\w)|\{[?_]\})|\bPIPESTATUS\b/.test(script))
    return 'hand on the status of the command before (`$?`)';
  if (/\bRUNBOOK_(?:DOC|STEP|TARGET)\b/.test(script))
    return 'set the variables that a run sets (`RUNBOOK_…`)';
  if (!background && mayStartJob(script)) return 'look after a job that is started inside of another command';
  if (watched(script, 'report') !== script)
    return 'see the status of each part of a pipe inside of another command';
  return undefined;
}

/** The name of a command that changes the shell of the script itself in a way that it rests on. */
function takesOver({ name, words, via, place }: SimpleCommand): string | undefined {
  if (place.subshell || place.background) return undefined;
  const first = via[0]?.name ?? name;
  if (first === 'exec' || first === 'trap' || first === 'alias' || first === 'suspend') return first;
  if (name === 'set' && words.some(({ value }) => /^[-+]\w/.test(value ?? ''))) return 'set';
  if (name === 'enable' || name === 'builtin' || name === 'disown') return name;
  return undefined;
}

function ofExpectation(expectation: Expectation): readonly Diagnostic[] {
  const cannot = cannotExpect(expectation);
  return cannot === undefined ? [] : [unsupported(expectation.span, cannot)];
}

function unsupported(span: Span, what: string): Diagnostic {
  return {
    code: 'export/unsupported',
    severity: 'error',
    message: `A script cannot ${what}.`,
    span,
    hint: 'Run the page with `runbook exec` where it is to run, or mark the block `skip` for the export.',
  };
}
