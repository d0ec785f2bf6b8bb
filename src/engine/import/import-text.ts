import { applyEdits, edited } from '../format/edits.ts';
import { standardForm } from '../format/standard-form.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Source, Span } from '../model/source.ts';
import { type Lines, spanOf } from '../parse/lines.ts';
import { parse } from '../parse.ts';
import type { Contexts } from './finish/clusters.ts';
import { finish } from './finish/finish.ts';
import type { Clue, Remark } from './format.ts';
import { type ImportSource, readImportSource } from './import-source.ts';
import { type ImportFormatName, importFormats } from './registry.ts';

/** A remark with its place in the source. */
type ImportRemark = Omit<Remark, 'at'> & { readonly span: Span };

/** A format that something in the document speaks for, and where. */
export type ImportCandidate = { readonly name: ImportFormatName; readonly what: string; readonly span: Span };

/**
 * A runbook made of a document, with what a person should look at, in the order of the source; `diagnostics` are the
 * engine's about the new text. Or the formats that the document may have, when it isn't clear: none or several.
 */
export type Imported =
  | {
      readonly kind: 'imported';
      readonly format: ImportFormatName;
      readonly text: string;
      readonly remarks: readonly ImportRemark[];
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: 'unclear'; readonly candidates: readonly ImportCandidate[] };

/** Without `from` the format is detected. `contexts` are those that cluster variables stand for. */
type ImportOptions = { readonly from?: ImportFormatName; readonly contexts?: Contexts };

/** Turns a document into a runbook. Pure, like parse: no clock, no environment, no other file. */
export function importText(document: Pick<Source, 'file' | 'text'>, options: ImportOptions = {}): Imported {
  const source = readImportSource(document.file, document.text);
  if (options.from !== undefined) return convert(source, options.from, options.contexts ?? {});
  const candidates = detect(source);
  const [only] = candidates;
  if (!only || candidates.length > 1) return { kind: 'unclear', candidates };
  return convert(source, only.name, options.contexts ?? {});
}

/** The formats that fit best: those with a mark of their own, else all that something speaks for. */
function detect(source: ImportSource): readonly ImportCandidate[] {
  const found = (Object.keys(importFormats) as ImportFormatName[]).flatMap((name) => {
    const clue: Clue | undefined = importFormats[name].detect(source);
    return clue ? [{ name, clue }] : [];
  });
  const sure = found.filter(({ clue }) => clue.strength === 'sure');
  return (sure.length > 0 ? sure : found).map(({ name, clue }) => ({
    name,
    what: clue.what,
    span: spanOf(source.lines, clue.at, clue.at),
  }));
}

function convert(source: ImportSource, format: ImportFormatName, contexts: Contexts): Imported {
  const { lines } = source;
  const conversion = importFormats[format].convert(source);
  if (conversion.edits.length === 0) return { kind: 'unclear', candidates: [] };
  const first = edited(lines.text, conversion.edits);
  const finishing = finish(readImportSource(lines.file, first.text), contexts);
  const text = applyEdits(first.text, finishing.edits);
  const { runbook, diagnostics } = standardForm(parse({ file: lines.file, path: lines.file, text }));
  const later = finishing.remarks.map(({ at, ...remark }) => ({
    ...remark,
    at: { from: first.originOf(at.from), to: first.originOf(at.to) },
  }));
  return {
    kind: 'imported',
    format,
    text: runbook.source.text,
    remarks: placed([...conversion.remarks, ...later], lines),
    diagnostics,
  };
}

function placed(remarks: readonly Remark[], lines: Lines): readonly ImportRemark[] {
  return remarks
    .map(({ at, ...remark }) => ({ ...remark, span: spanOf(lines, at.from, Math.max(at.from, at.to)) }))
    .toSorted((one, other) => one.span.start.offset - other.span.start.offset);
}
