import { variablesOf } from '../expectations/judge-expectation.ts';
import { judge } from '../judge/judge.ts';
import { seenBy } from '../judge/seen.ts';
import { failureOf } from '../judge/success.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { secretMask } from '../model/mask.ts';
import type { Output, StreamOutput } from '../model/output.ts';
import type { RecordedOutput, RecordedStatement, RunRecord } from '../model/record.ts';
import type { Expectation, Runbook, Segment, Statement } from '../model/runbook.ts';
import { matchBlocks } from './match-blocks.ts';
import { shortenedMark } from './recorded-output.ts';

/**
 * Checks of a page that what was recorded of it doesn't meet, each at its place: such a record is of no run that
 * passed. Only what can be known from the record is judged: not what a mask or an omission hides, no variable of the
 * session, no object that was read from a cluster, and nothing of a block that prints what it likes. Pure.
 */
export function contradictionsIn(runbook: Runbook, record: RunRecord): readonly Diagnostic[] {
  const variables = knownVariables(runbook, record);
  return matchBlocks(runbook, record).blocks.flatMap(({ block, recorded, same }) => {
    if (!same || recorded === undefined || block.options.varies) return [];
    return block.segments.flatMap((segment, at) => {
      const ran = ranIn(segment, recorded.segments[at]?.statements ?? []);
      if (ran === undefined) return [];
      const failed = failedIn(segment, ran).map((found) => failure(found, runbook, record));
      return [
        ...failed,
        ...unmetBy(segment, ran, variables).map((found) => contradiction(found, runbook, record)),
      ];
    });
  });
}

type Ran = { readonly statements: readonly Statement[]; readonly outputs: readonly Output[] };

/** The foreground statements of a segment and what they printed; undefined when not all of them ran. */
function ranIn(segment: Segment, recorded: readonly RecordedStatement[]): Ran | undefined {
  if (recorded.length !== segment.statements.length) return undefined;
  if (recorded.some(({ outcome }) => outcome !== 'passed')) return undefined;
  const judged = segment.statements.flatMap((statement, at) => {
    const { action } = statement;
    const own = recorded[at];
    if (own === undefined || (action.kind === 'shell' && action.background)) return [];
    return [{ statement, output: outputOf(own) }];
  });
  return {
    statements: judged.map(({ statement }) => statement),
    outputs: judged.map(({ output }) => output),
  };
}

type Failed = { readonly statement: Statement; readonly message: string };

/** Statements that ended with a code with which no run passes. */
function failedIn({ expectations }: Segment, { statements, outputs }: Ran): readonly Failed[] {
  return statements.flatMap((statement, at) => {
    const output = outputs[at];
    if (output === undefined || output.exitCode === 0) return [];
    const last = at === statements.length - 1;
    const found = failureOf({ statement, output, expectations, last, following: statements[at + 1] });
    return found === undefined || found.kind === 'expectations'
      ? []
      : [{ statement, message: found.message }];
  });
}

function failure({ statement, message }: Failed, { source }: Runbook, { verified }: RunRecord): Diagnostic {
  return {
    code: 'record/contradicts',
    severity: 'error',
    message: `What was recorded on ${verified} is a command that failed: ${message}.`,
    span: statement.span,
    hint: againHint(source.file),
  };
}

const againHint = (file: string): string =>
  `No run that passed has printed that. Run it and record it: \`runbook exec ${file} --record\`.`;

function outputOf({ exitCode = 0, stdout, stderr }: RecordedStatement): Output {
  return {
    stdout: streamOf(stdout),
    stderr: streamOf(stderr),
    exitCode,
    pipeStatus: [exitCode],
    durationMs: 0,
    ended: 'normally',
  };
}

function streamOf(output: RecordedOutput | undefined): StreamOutput {
  const lines = output?.lines ?? [];
  const text = lines.map((line) => `${line}\n`).join('');
  return { text, bytes: text.length, truncated: !isWhole(output) };
}

/** Whether a reader of the record sees every character that was printed. */
function isWhole(output: RecordedOutput | undefined): boolean {
  if (output === undefined) return true;
  const hidden = (line: string): boolean => line.includes(secretMask) || line.endsWith(shortenedMark);
  return output.omitted === undefined && !output.lines.some(hidden);
}

type Unmet = { readonly expectation: Expectation; readonly expected: string; readonly actual: string };

function unmetBy(segment: Segment, { statements, outputs }: Ran, known: Variables): readonly Unmet[] {
  if (outputs.length === 0) return [];
  const verdicts = judge(segment, outputs, { variables: known, statements });
  return verdicts.flatMap(({ expectation, judgement }) => {
    if (judgement.met || judgement.errored || !canBeKnown(expectation, outputs, known)) return [];
    return [{ expectation, expected: judgement.expected, actual: judgement.actual }];
  });
}

/** Kinds that look at objects of a cluster, of which a record has only what was said of them. */
const ofObjects: ReadonlySet<string> = new Set(['applied', 'object']);

function canBeKnown(expectation: Expectation, outputs: readonly Output[], known: Variables): boolean {
  if (ofObjects.has(expectation.kind)) return false;
  if (variablesOf(expectation).some((name) => known[name] === undefined)) return false;
  const { streams } = seenBy(expectation, outputs);
  return !streams.some(({ truncated }) => truncated);
}

type Variables = Readonly<Record<string, string>>;

/** Clusters have the context that they were run on; other values may have changed on the way. */
function knownVariables({ meta }: Runbook, { target }: RunRecord): Variables {
  const contexts = Object.entries(target.clusters).map(([name, { context }]) => [name, context] as const);
  return Object.fromEntries(contexts.filter(([name]) => Object.hasOwn(meta.clusters, name)));
}

function contradiction(found: Unmet, { source }: Runbook, { verified }: RunRecord): Diagnostic {
  const { expectation, expected, actual } = found;
  return {
    code: 'record/contradicts',
    severity: 'error',
    message: `What was recorded on ${verified} does not meet this check: expected ${expected}, recorded ${actual}.`,
    span: expectation.span,
    hint: againHint(source.file),
  };
}
