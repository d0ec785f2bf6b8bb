import type { Diagnostic } from '../model/diagnostic.ts';
import type { Runbook } from '../model/runbook.ts';
import type { Source } from '../model/source.ts';
import { type Lines, readLines } from '../parse/lines.ts';
import { recognise } from '../parse/recognise.ts';
import { parse } from '../parse.ts';
import { type Conversion, conversionsIn } from './convert-arrows.ts';
import { applyEdits } from './edits.ts';
import { narrowedRemarks } from './narrowed.ts';
import { type Remark, remarksOn } from './remarks.ts';
import { type ShellGaps, shellGaps } from './shell-gaps.ts';
import { isError, standardForm } from './standard-form.ts';

type FormatOptions = {
  /** Arrows of ASCII characters and arrows behind a command become expectations too. */
  readonly arrows: boolean;
  /** Comments that look like expectations, which are errors, become expectations. */
  readonly fix: boolean;
};

/** `errors` keep a document from being formatted; `remarks` are about lines of the formatted text. */
type Formatted =
  | { readonly text: string; readonly remarks: readonly Remark[] }
  | { readonly errors: readonly Diagnostic[] };

/**
 * Brings a document into the standard form: directives and opening fences first, which changes nothing of what it
 * means, then arrow comments into expectations. Pure. @throws Error when it would change what the document means.
 */
export function format(source: Source, { arrows, fix }: FormatOptions): Formatted {
  const given = fix ? fixLookalikes(source) : source;
  const parsed = parse(given);
  const errors = parsed.diagnostics.filter(isError);
  if (errors.length > 0) return { errors: fix ? parse(source).diagnostics.filter(isError) : errors };
  const { runbook: tidied } = standardForm(parsed);
  const before = gapsOf(tidied);
  const { runbook, remarks } = convert(tidied, before, arrows);
  // Reading the gaps takes about as long as parsing.
  const after = runbook === tidied ? before : gapsOf(runbook);
  return {
    text: runbook.source.text,
    remarks: [...remarks, ...narrowedRemarks(tidied, runbook), ...remarksOn(after.gaps, { all: arrows })],
  };
}

type Gaps = { readonly lines: Lines; readonly gaps: readonly ShellGaps[] };

function gapsOf({ source: { file, text } }: Runbook): Gaps {
  const lines = readLines(file, text);
  return { lines, gaps: shellGaps(lines) };
}

type Converted = { readonly runbook: Runbook; readonly remarks: readonly Remark[] };

/** Converts all arrows, or those that are no mistake on their own. */
function convert(runbook: Runbook, { lines, gaps }: Gaps, all: boolean): Converted {
  const conversions = gaps.flatMap((each) => conversionsIn(each, lines, { all }));
  if (conversions.length === 0) return { runbook, remarks: [] };
  const whole = converted(runbook, conversions);
  if ('runbook' in whole) return { ...whole, remarks: [] };
  const alone = conversions.map((conversion) => ({ conversion, result: converted(runbook, [conversion]) }));
  const refused = alone.flatMap(({ conversion, result }) =>
    'mistake' in result ? [remarkOn(conversion, result.mistake)] : [],
  );
  const sound = alone.flatMap(({ conversion, result }) => ('mistake' in result ? [] : [conversion]));
  const rest = converted(runbook, sound);
  if ('runbook' in rest) return { ...rest, remarks: refused };
  return { runbook, remarks: conversions.map((conversion) => remarkOn(conversion, rest.mistake)) };
}

function converted(
  { source: { file, path, text } }: Runbook,
  conversions: readonly Conversion[],
): { readonly runbook: Runbook } | { readonly mistake: Diagnostic } {
  const { runbook, diagnostics } = parse({
    file,
    path,
    text: applyEdits(
      text,
      conversions.flatMap(({ edits }) => edits),
    ),
  });
  const mistake = diagnostics.find(isError);
  return mistake ? { mistake } : { runbook };
}

function remarkOn({ span }: Conversion, { message, hint }: Diagnostic): Remark {
  return { span, message: `this arrow can't become an expectation: ${message}`, ...(hint ? { hint } : {}) };
}

/** Writes comments that only look like expectations as the expectations that were meant, where that is plain to see. */
function fixLookalikes(source: Source): Source {
  const edits = parse(source).diagnostics.flatMap(({ code, span }) => {
    if (code !== 'parse/lookalike-expectation' || !span) return [];
    const from = span.start.offset;
    const to = span.end.offset;
    const recognised = recognise(source.text.slice(from, to));
    const fix = recognised.kind === 'lookalike' ? recognised.fix : '…';
    return fix.endsWith('…') ? [] : [{ from, to, text: fix }];
  });
  return { ...source, text: applyEdits(source.text, edits) };
}
