import type { ReporterOptions } from '../model/reporter.ts';
import type { Expectation, Statement } from '../model/runbook.ts';
import type { RunState } from '../run/state.ts';
import { type Paint, printable } from './style.ts';

/** What lines are made from: everything known after the event. */
export type Lines = { readonly state: RunState; readonly paint: Paint; readonly options: ReporterOptions };

/** The first line of a command, or what a manifest is about. */
export function commandOf(statement: Statement): string {
  const { action } = statement;
  if (action.kind === 'apply') {
    const kinds = [...action.manifest.matchAll(/^kind:\s*(\S+)/gm)].map((match) => match[1]);
    return printable(`apply ${kinds.join(', ')} to ${action.cluster}`);
  }
  const [first = '', ...rest] = action.script.trim().split('\n');
  return printable(first) + (rest.length > 0 && !first.endsWith('\\') ? ' …' : '');
}

/** Lines of a command that are shown where it failed. */
const mostCommandLines = 8;

/** A command as it is written, without the end of a long one. */
export function commandLines(statement: Statement): readonly string[] {
  const { action } = statement;
  if (action.kind !== 'shell') return [commandOf(statement)];
  const all = action.script.trim().split('\n').map(printable);
  if (all.length <= mostCommandLines) return all;
  return [...all.slice(0, mostCommandLines - 1), `… ${all.length - mostCommandLines + 1} more lines`];
}

/** What an expectation is called where it is judged: the directive as written, without its `#`. */
export function expectationTitle({ source }: Expectation): string {
  return printable(source.replace(/^# /, ''));
}
