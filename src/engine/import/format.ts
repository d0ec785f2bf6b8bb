import type { Edit, Range } from '../format/edits.ts';
import type { Span } from '../model/source.ts';
import type { ReadBeside } from '../parse/text-from-file.ts';
import type { Composition } from './composition.ts';
import type { ImportSource } from './import-source.ts';

/**
 * Something that a person should look at after an import. A suggestion is a check that the source only hints at:
 * `suggested` is the directive, and the text has it as a plain comment. A note says what could not be taken over.
 * `at` is a place in the source.
 */
export type Remark = {
  readonly kind: 'suggestion' | 'note';
  readonly at: Range;
  readonly message: string;
  readonly suggested?: string;
};

/** What turns a document into a runbook: edits of its text, and what is to be said about them. */
export type Conversion = { readonly edits: readonly Edit[]; readonly remarks: readonly Remark[] };

/**
 * What speaks for a format, and where. `sure` is a mark that nothing else has; `likely` also occurs in documents of
 * other formats; `bare` is what counts where nothing else is found.
 */
export type Clue = {
  readonly strength: 'sure' | 'likely' | 'bare';
  readonly at: number;
  readonly what: string;
};

/** A document and the runbook it becomes: documentation that is run as a test. `remarks` are their messages. */
export type ImportExample = {
  readonly title: string;
  readonly source: string;
  readonly runbook: string;
  readonly remarks?: readonly string[];
};

/** A remark with its place in the source. */
export type ImportRemark = Omit<Remark, 'at'> & { readonly span: Span };

/** One format that documents are imported from. */
export type ImportFormat = {
  /** What `--from` calls it. */
  readonly name: string;
  /** What such a document looks like, in one line. */
  readonly summary: string;
  readonly examples: readonly ImportExample[];
  /** Puts a text together of a document that is no Markdown, and of files beside it; undefined when it is none of those. */
  readonly compose?: (file: string, text: string, beside: ReadBeside) => Composition | undefined;
  /** Pure; never throws. Undefined when nothing in the document speaks for the format. */
  detect(source: ImportSource): Clue | undefined;
  /** Pure; never throws. Without edits, and where `detect` finds nothing, there is nothing to import. */
  convert(source: ImportSource): Conversion;
};

/** A document of these lines, for examples. */
export function lines(...rows: readonly string[]): string {
  return `${rows.join('\n')}\n`;
}
