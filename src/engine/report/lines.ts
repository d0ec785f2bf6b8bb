import { printable } from '../diagnostics/printable.ts';
import type { ReporterOptions, ReporterWorld } from '../model/reporter.ts';
import type { Expectation, Statement } from '../model/runbook.ts';
import type { Point, Span } from '../model/source.ts';
import type { RunState } from '../run/state.ts';
import { quote } from '../shell/quote.ts';
import { counted, type Paint } from './style.ts';

/** What lines are made from: everything known after the event. */
export type Lines = { readonly state: RunState; readonly paint: Paint; readonly options: ReporterOptions };

/** A command on one line, of a longer one the first, or what a manifest is about. */
export function commandOf(statement: Statement): string {
  const { action } = statement;
  if (action.kind === 'file') return printable(`write ${action.path}`);
  if (action.kind !== 'shell') {
    const kinds = [...action.manifest.matchAll(/^kind:\s*(\S+)/gm)].map((match) => match[1]);
    if (action.kind === 'apply') return printable(`apply ${kinds.join(', ')} to ${action.cluster}`);
    return printable(
      `assert ${action.absent ? 'no ' : ''}${[...new Set(kinds)].join(', ')} on ${action.cluster}`,
    );
  }
  const [first = '', ...rest] = joined(action.script.trim()).split('\n');
  return printable(first) + (rest.length > 0 ? ' …' : '');
}

/** The command on one line that bash reads as one: with `\` at the ends of lines, up to the first line without. */
function joined(script: string): string {
  const [start = ''] = /^(?:.*\\\n)+/.exec(script) ?? [];
  return start.replace(/\s*\\\n\s*/g, ' ') + script.slice(start.length).replace(/^[ \t]+/, '');
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

/**
 * What an expectation is called where it is judged: the directive without what begins a comment; of a fence the options and size; the
 * object of an assert block.
 */
export function expectationTitle({ kind, args, negated, source, text }: Expectation): string {
  if (kind === 'object' && typeof args === 'object' && args !== null && 'called' in args) {
    return printable(`assert ${negated ? 'no ' : ''}${String(args.called)}`);
  }
  const info = /^(?:`{3,}|~{3,})[ \t]*([^\r\n]*)/.exec(source)?.[1];
  if (info === undefined) return printable(source.replace(/^(?:#|\/\/|--) /, ''));
  return printable(`${info.trim()}, ${counted(text.trim().split('\n').length, 'line')}`);
}

type LinePlace = Pick<Span, 'file'> & Pick<Point, 'line' | 'column'>;

/** Where an expectation, or a line of a fence counted from its first, stands in the file. */
export function placeOfExpectation({ source, span }: Expectation, line = 0): LinePlace {
  const { file, start } = span;
  const written = source.split(/\r\n|\r|\n/)[line] ?? '';
  const column = line === 0 ? start.column : (/^[\s>]*/.exec(written)?.[0].length ?? 0) + 1;
  return { file, line: start.line + line, column };
}

/** A text as one word of a shell command that a person may paste. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : quote(text);
}

/** How a person calls this program: through npx it is not on PATH. */
export function callName(world: ReporterWorld | undefined): string {
  const { npm_lifecycle_event: event, npm_lifecycle_script: script = '' } = world?.env ?? {};
  return event === 'npx' && /^["']?runbook\b/.test(script) ? 'npx --no-install runbook' : 'runbook';
}
