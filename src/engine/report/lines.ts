import type { ReporterOptions } from '../model/reporter.ts';
import type { Statement } from '../model/runbook.ts';
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
