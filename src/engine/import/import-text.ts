import { edited } from '../format/edits.ts';
import { standardForm } from '../format/standard-form.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Source, Span } from '../model/source.ts';
import { spanOf } from '../parse/lines.ts';
import { type Parsed, parse } from '../parse.ts';
import type { Contexts } from './finish/clusters.ts';
import { finish } from './finish/finish.ts';
import { fix } from './finish/fix.ts';
import type { Clue, Conversion, ImportFormat, Remark } from './format.ts';
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

/** From what nothing else has to what any page may have. */
const strengths: readonly Clue['strength'][] = ['sure', 'likely', 'bare'];

/** The formats that fit best: those with a mark of their own, else all that something speaks for. */
function detect(source: ImportSource): readonly ImportCandidate[] {
  const found = (Object.keys(importFormats) as ImportFormatName[]).flatMap((name) => {
    const format: ImportFormat = importFormats[name];
    const clue = format.detect(source);
    return clue ? [{ name, clue }] : [];
  });
  const best = strengths.find((strength) => found.some(({ clue }) => clue.strength === strength));
  return found
    .filter(({ clue }) => clue.strength === best)
    .map(({ name, clue }) => ({ name, what: clue.what, span: spanOf(source.lines, clue.at, clue.at) }));
}

/** A fix may bring up what stood in its shadow; more often than that nothing new comes. */
const mostRounds = 4;

function convert(source: ImportSource, format: ImportFormatName, contexts: Contexts): Imported {
  const { lines } = source;
  const converter: ImportFormat = importFormats[format];
  const conversion = converter.convert(source);
  if (conversion.edits.length === 0 && !converter.detect(source)) return { kind: 'unclear', candidates: [] };
  const making = new Making(source);
  making.take(conversion);
  fixAll(making);
  making.take(finish(making.read(), making.parsed(), contexts));
  fixAll(making);
  const { runbook, diagnostics } = standardForm(making.parsed());
  const remarks = making.remarks
    .map(({ at, ...remark }) => ({ ...remark, span: spanOf(lines, at.from, Math.max(at.from, at.to)) }))
    .toSorted((one, other) => one.span.start.offset - other.span.start.offset);
  return { kind: 'imported', format, text: runbook.source.text, remarks, diagnostics };
}

function fixAll(making: Making): void {
  for (let round = 0; round < mostRounds; round += 1) {
    const more = fix(making.parsed().diagnostics, making.read());
    if (more.edits.length === 0) return;
    making.take(more);
  }
}

/** A text that is edited in several goes; what is said of it has its place in the text as it was at first. */
class Making {
  readonly remarks: Remark[] = [];
  private text: string;
  private readonly file: string;
  private last: Parsed | undefined;
  private origin = (offset: number): number => offset;

  constructor({ lines }: ImportSource) {
    this.text = lines.text;
    this.file = lines.file;
  }

  read(): ImportSource {
    return readImportSource(this.file, this.text);
  }

  parsed(): Parsed {
    this.last ??= parse({ file: this.file, path: this.file, text: this.text });
    return this.last;
  }

  take({ edits, remarks }: Conversion): void {
    const { origin } = this;
    this.remarks.push(
      ...remarks.map(({ at, ...remark }) => ({
        ...remark,
        at: { from: origin(at.from), to: origin(at.to) },
      })),
    );
    if (edits.length === 0) return;
    const next = edited(this.text, edits);
    this.text = next.text;
    this.last = undefined;
    this.origin = (offset) => origin(next.originOf(offset));
  }
}
