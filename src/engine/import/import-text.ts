import { edited } from '../format/edits.ts';
import { standardForm } from '../format/standard-form.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Source, Span } from '../model/source.ts';
import { spanOf } from '../parse/lines.ts';
import { readBeside } from '../parse/read-beside.ts';
import { type Parsed, parse } from '../parse.ts';
import type { Composition } from './composition.ts';
import type { Contexts } from './finish/clusters.ts';
import { finish } from './finish/finish.ts';
import { fix } from './finish/fix.ts';
import type { Clue, Conversion, ImportFormat, ImportRemark, Remark } from './format.ts';
import { type ImportSource, readImportSource } from './import-source.ts';
import { type ImportFormatName, importFormats } from './registry.ts';

/** A format that something in the document speaks for, and where. */
export type ImportCandidate = { readonly name: ImportFormatName; readonly what: string; readonly span: Span };

/**
 * A runbook made of a document, with what a person should look at, in the order of the source; `diagnostics` are the
 * engine's about the new text. `idle`: nothing in it could run. Or the formats that the document may have, when it isn't
 * clear: none or several.
 */
export type Imported =
  | {
      readonly kind: 'imported';
      readonly format: ImportFormatName;
      readonly text: string;
      readonly remarks: readonly ImportRemark[];
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: 'idle'; readonly format: ImportFormatName; readonly remarks: readonly ImportRemark[] }
  | { readonly kind: 'unclear'; readonly candidates: readonly ImportCandidate[] };

/** Without `from` the format is detected. `contexts` are those that cluster variables stand for. */
type ImportOptions = { readonly from?: ImportFormatName; readonly contexts?: Contexts };

/** Turns a document into a runbook. Pure, like parse, but for files beside it that a document names. */
export function importText({ file, text, path = file }: Document, options: ImportOptions = {}): Imported {
  const { from, contexts = {} } = options;
  const composed = compose({ file, text, path }, from);
  if (composed) {
    const source = readImportSource(file, composed.composition.text);
    return convert(source, composed.name, { contexts, path, composition: composed.composition });
  }
  const source = readImportSource(file, text);
  if (from !== undefined) return convert(source, from, { contexts, path });
  const candidates = detect(source);
  const [only] = candidates;
  if (!only || candidates.length > 1) return { kind: 'unclear', candidates };
  return convert(source, only.name, { contexts, path });
}

/** `path` is where files are looked for that the document names; without it the file's own. */
type Document = Pick<Source, 'file' | 'text'> & { readonly path?: string };

/** The text of a document that is no Markdown, with the format that can read it. */
function compose({ file, text, path }: Required<Document>, from: ImportFormatName | undefined) {
  const names = from === undefined ? (Object.keys(importFormats) as ImportFormatName[]) : [from];
  for (const name of names) {
    const format: ImportFormat = importFormats[name];
    const composition = format.compose?.(file, text, readBeside(path));
    if (composition) return { name, composition };
  }
  return undefined;
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

type Around = { readonly contexts: Contexts; readonly path: string; readonly composition?: Composition };

function convert(source: ImportSource, format: ImportFormatName, around: Around): Imported {
  const { contexts, path, composition } = around;
  const { lines } = source;
  const converter: ImportFormat = importFormats[format];
  const conversion = converter.convert(source);
  if (conversion.edits.length === 0 && !composition && !converter.detect(source))
    return { kind: 'unclear', candidates: [] };
  const making = new Making(source, path);
  making.take(conversion);
  fixAll(making);
  making.take(finish(making.read(), making.parsed(), contexts));
  fixAll(making);
  const { runbook, diagnostics } = standardForm(making.parsed());
  const placed = (from: number, to: number) => composition?.spanOf(from, to) ?? spanOf(lines, from, to);
  const said = making.remarks
    .toSorted((one, other) => one.at.from - other.at.from)
    .map(({ at, ...remark }) => ({ ...remark, span: placed(at.from, Math.max(at.from, at.to)) }));
  const remarks = [...(composition?.remarks ?? []), ...said];
  if (diagnostics.some(({ code, severity }) => code === 'parse/no-runnable-block' && severity === 'error'))
    return { kind: 'idle', format, remarks };
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
  private readonly path: string;
  private last: Parsed | undefined;
  private origin = (offset: number): number => offset;

  constructor({ lines }: ImportSource, path: string) {
    this.path = path;
    this.text = lines.text;
    this.file = lines.file;
  }

  read(): ImportSource {
    return readImportSource(this.file, this.text);
  }

  parsed(): Parsed {
    this.last ??= parse({ file: this.file, path: this.path, text: this.text });
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
