import type { Edit, Range } from '../../format/edits.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { readPortForward } from '../../shell/port-forward.ts';
import { simpleCommands } from '../../shell/simple-commands.ts';
import type { FenceSource } from '../fence-source.ts';
import { infoText, wordsThatStay } from '../fence-text.ts';
import type { Conversion, Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { suggestionLine } from '../suggestion-line.ts';
import { inBackground } from './in-background.ts';
import { type Hindered, showOnly } from './show-only.ts';

/**
 * Takes back what the engine refuses and an import can do without: names that are taken, comments that look like
 * checks, blanks that aren't. What can't run, for a placeholder in it or since bash can't read it, is only shown.
 */
export function fix(diagnostics: readonly Diagnostic[], source: ImportSource): Conversion {
  const hindered = new Map<FenceSource, Hindered[]>();
  const done: Conversion[] = [];
  for (const diagnostic of diagnostics) {
    const fault = faultOf(diagnostic, source);
    if (!fault) continue;
    const { at, written, fence } = fault;
    const repair = Object.hasOwn(repairs, diagnostic.code) ? repairs[diagnostic.code] : undefined;
    const why = hindranceOf(diagnostic, written);
    if (repair) done.push(repair(fault, diagnostic));
    else if (why !== undefined && fence)
      hindered.set(fence, [...(hindered.get(fence) ?? []), { at, why, message: diagnostic.message }]);
  }
  for (const [fence, found] of hindered) {
    // A block that has both comes again in the next round.
    const forwards = found.filter(({ at }) => isForward(source.lines.text.slice(at.from, at.to)));
    const made = forwards.length > 0 ? inBackground(fence, forwards, source) : showOnly(fence, found, source);
    // Where lines have been repaired, it comes again in the next round, too.
    if (!made.edits.some((edit) => done.some(({ edits }) => edits.some((other) => overlap(edit, other)))))
      done.push(made);
  }
  return { edits: done.flatMap(({ edits }) => edits), remarks: done.flatMap(({ remarks }) => remarks) };
}

function overlap(one: Range, other: Range): boolean {
  return one.from < other.to && other.from < one.to;
}

/** Where the document has what a diagnostic is about, and the block it stands in. */
type Fault = { readonly at: Range; readonly written: string; readonly fence: FenceSource | undefined };

function faultOf({ span, severity, code }: Diagnostic, { lines, fences }: ImportSource): Fault | undefined {
  if (!span || (severity !== 'error' && code !== 'parse/placeholder')) return undefined;
  const at = { from: span.start.offset, to: span.end.offset };
  // A variable may come from the environment.
  if (severity !== 'error' && /\$\{?$/.test(lines.text.slice(Math.max(0, at.from - 2), at.from)))
    return undefined;
  const fence = fences.find(({ range }) => range.from <= at.from && at.from < range.to);
  return { at, written: lines.text.slice(at.from, at.to), fence };
}

const nothing: Conversion = { edits: [], remarks: [] };

type Repair = (fault: Fault, diagnostic: Diagnostic) => Conversion;

/** What is done without asking why a command can't run. */
const repairs: Readonly<Partial<Record<Diagnostic['code'], Repair>>> = {
  'parse/duplicate-name': ({ at, written }) => withoutName(at, written),
  'parse/duplicate-output': ({ fence }, { message }) => asText(fence, message),
  'parse/invisible-character': ({ at, written }) => visible(at, written),
  'parse/lookalike-expectation': ({ at, written }, { hint = '' }) => asSuggestion(at, written, hint),
  'parse/nothing-above': ({ fence }, { message }) => asText(fence, message),
  'parse/unreadable-part': ({ at, written }, { message }) => notIncluded(at, written, message),
};

function isOutput({ info }: FenceSource): boolean {
  return info.language === 'output' || info.words.some(({ key }) => key === 'output');
}

/** Output that can't be compared with anything is shown. */
function asText(fence: FenceSource | undefined, message: string): Conversion {
  if (!fence || !isOutput(fence)) return nothing;
  const language = fence.language === 'output' ? 'text' : fence.language;
  return {
    edits: [{ ...fence.infoAt, text: infoText(language, {}, wordsThatStay(fence, 'file')) }],
    remarks: [{ kind: 'note', at: fence.infoAt, message: `${message} It is shown and not compared.` }],
  };
}

/** Why the command that a diagnostic is about can only be shown; undefined when it isn't one of these. */
function hindranceOf({ code, hint = '' }: Diagnostic, written: string): string | undefined {
  switch (code) {
    case 'parse/placeholder':
      return `fill in ${written}`;
    case 'parse/shell-syntax':
    case 'parse/unclosed-heredoc':
    case 'parse/unclosed-quote':
      return 'bash cannot read it';
    case 'parse/prompt':
      return 'it has prompts in it';
    case 'parse/never-ends':
      return hint.startsWith('End') ? 'it goes on until it is stopped' : 'it never ends';
    default:
      return undefined;
  }
}

function isForward(text: string): boolean {
  const commands = simpleCommands(text);
  return commands.length > 0 && commands.every((command) => readPortForward(command) !== undefined);
}

function withoutName(at: Range, written: string): Conversion {
  const message = `\`${written}\` is left out: something else has that name.`;
  return { edits: [{ from: at.from - 1, to: at.to, text: '' }], remarks: [{ kind: 'note', at, message }] };
}

function asSuggestion(at: Range, written: string, hint: string): Conversion {
  const suggested = /`(# (?:expect|wait)[^`]*)`/.exec(hint)?.[1] ?? written;
  const message = `\`${written}\` looks like a check, but it is only a comment.`;
  return {
    edits: [{ ...at, text: suggestionLine(suggested) }],
    remarks: [{ kind: 'suggestion', at, message, suggested }],
  };
}

function notIncluded(at: Range, written: string, message: string): Conversion {
  const text = written.replace(/\binclude:/, 'suggested: include:');
  if (text === written) return nothing;
  const suggested = written.trim();
  return { edits: [{ ...at, text }], remarks: [{ kind: 'suggestion', at, message, suggested }] };
}

/** Blanks of print become plain ones, and what has no width goes. */
function visible(at: Range, written: string): Conversion {
  const text = written
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '');
  const codes = [...written].map(
    (each) => `U+${(each.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  if (text === written) return nothing;
  const remark: Remark = {
    kind: 'note',
    at,
    message: `${codes.join(' ')} is ${text === '' ? 'taken out' : 'a plain blank now'}: nobody sees it, and bash takes it for a letter.`,
  };
  return { edits: [{ ...at, text } satisfies Edit], remarks: [remark] };
}
