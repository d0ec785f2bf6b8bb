import { directiveOf } from '../../format/arrows/check-line.ts';
import { splitStatements, type Unit } from '../../shell/split-statements.ts';
import type { Row } from '../fence-source.ts';
import type { Remark } from '../format.ts';
import { suggestionLine } from '../suggestion-line.ts';
import { tolerantRow } from '../tolerant-row.ts';
import { exactChecks, silence } from './exact-checks.ts';
import type { Exchange } from './exchange.ts';
import { directiveText, type ReadLine } from './expected-line.ts';
import {
  changingNotes,
  jsonFence,
  lossNotes,
  type OutputFence,
  outputFence,
  readRows,
} from './output-lines.ts';
import { remoteStatus } from './remote-status.ts';

/** What the output in a transcript means there. */
export type OutputRules = {
  /** `exact`: it is compared, whole. `shown`: it is what a reader should see. `example`: nobody ever looks at it. */
  readonly meaning: 'exact' | 'shown' | 'example';
  readonly readLine: ReadLine;
  /** Whether a command without output must print nothing. */
  readonly silence: boolean;
  /** The stream that is compared; without it both. */
  readonly stream?: 'stdout' | 'stderr';
  /** Whether commands may fail. */
  readonly anyStatus: boolean;
  /** What the output is written in, when the source says so: `json`. */
  readonly outputLanguage?: string;
};

/** Lines below a command, and the fence that follows it. */
export type Checks = {
  readonly lines: readonly string[];
  readonly fence?: OutputFence;
  readonly remarks: readonly Remark[];
};

/** What is expected of a command of a transcript, in our words. */
export function checksOf(exchange: Exchange, rules: OutputRules): Checks {
  const unit = splitStatements(exchange.command.join('\n')).units.at(-1);
  if (unit?.background) return backgroundChecks(exchange);
  const told = rules.meaning === 'shown' ? remoteStatus(exchange) : undefined;
  const status = told ? [told.line] : statusLines(exchange, rules);
  const checks = outputChecks(told ? { ...exchange, output: told.output } : exchange, unit, rules);
  return {
    ...checks,
    lines: [...status, ...checks.lines, ...(told?.below ?? [])],
    remarks: [...checks.remarks, ...(told?.remarks ?? [])],
  };
}

function statusLines({ status }: Exchange, { anyStatus }: OutputRules): readonly string[] {
  if (status) return [directiveOf({ words: 'exit', text: String(status.code) })];
  return anyStatus ? [directiveOf({ words: 'exit', text: 'any' })] : [];
}

function outputChecks(exchange: Exchange, unit: Unit | undefined, rules: OutputRules): Checks {
  const { output } = exchange;
  if (output.length === 0)
    return { lines: rules.silence && mayPrint(unit) ? [silence(rules.stream)] : [], remarks: [] };
  switch (rules.meaning) {
    case 'exact':
      return exactChecks(exchange, rules);
    case 'shown':
      return shownChecks(output, rules);
    case 'example':
      return exampleChecks(output);
    default:
      return rules.meaning satisfies never;
  }
}

const silentCommands: ReadonlySet<string> = new Set([
  'alias',
  'cd',
  'export',
  'set',
  'shopt',
  'trap',
  'unset',
]);

/** Assignments and the like print nothing anyway. */
function mayPrint(unit: Unit | undefined): boolean {
  const command = unit?.nodes.at(-1)?.command;
  if (!command || command.type === 'Function') return false;
  if (command.type !== 'Command') return true;
  return command.name !== undefined && !silentCommands.has(command.name.value);
}

function shownChecks(output: readonly Row[], { readLine, outputLanguage }: OutputRules): Checks {
  const changing = changingNotes(output);
  const json = outputLanguage === 'json' ? jsonFence(output) : undefined;
  if (json) return { lines: [], fence: json, remarks: changing };
  const reads = readRows(output, readLine);
  const remarks = [...changing, ...lossNotes(reads)];
  const only = reads.length === 1 && reads[0] ? directiveText(reads[0].line) : undefined;
  if (only) return { lines: [directiveOf({ text: only })], remarks };
  const fence = outputFence(reads);
  return { lines: [], ...(fence ? { fence } : {}), remarks };
}

function exampleChecks(output: readonly Row[]): Checks {
  if (output.every(({ text }) => /^\s*#/.test(text))) {
    return { lines: output.map(({ text }) => text), remarks: [] };
  }
  const suggested = suggestedFor(output).map(({ row, words, text }) => ({
    row,
    directive: directiveOf({ ...(words ? { words } : {}), text }),
  }));
  return {
    lines: suggested.map(({ directive }) => suggestionLine(directive)),
    fence: { info: 'output example', lines: output.map(({ text }) => text) },
    remarks: suggested.map(({ row, directive }) => ({
      kind: 'suggestion',
      at: row,
      message: 'The source shows this output but never checks it.',
      suggested: directive,
    })),
  };
}

type Suggested = { readonly row: Row; readonly words?: string; readonly text: string };

const mostRows = 3;

/** A lone line, or the first rows of a table, without what differs from run to run. */
function suggestedFor(output: readonly Row[]): readonly Suggested[] {
  const rows = output.filter(({ text }) => text.trim() !== '');
  const [head, ...body] = rows;
  if (!head) return [];
  const usable = ({ text }: Suggested) => /[\p{L}\p{N}]/u.test(text.replaceAll('...', ''));
  if (body.length === 0) return [{ row: head, text: tolerantRow(head.text) }].filter(usable);
  if (!/^[A-Z][A-Z\d()/%_-]*(?:\s+[A-Z][A-Z\d()/%_-]*)+\s*$/.test(head.text)) return [];
  const table = body.slice(0, mostRows).filter(({ text }) => /\S\s{2,}\S/.test(text));
  return table.map((row) => ({ row, words: 'row', text: tolerantRow(row.text) })).filter(usable);
}

function backgroundChecks({ output }: Exchange): Checks {
  const shown = output.find(({ text }) => text.trim() !== '' && !/^\[\d+\]\s+\d+$/.test(text));
  if (!shown) return { lines: [], remarks: [] };
  const directive = `# wait: log ${shown.text.trim()}`;
  const message = 'What a background command prints goes to its own log: it can be waited for.';
  return {
    lines: [suggestionLine(directive)],
    remarks: [{ kind: 'suggestion', at: shown, message, suggested: directive }],
  };
}
