import type { Span } from '../model/source.ts';
import { type Lines, pointOf } from '../parse/lines.ts';
import type { ImportRemark } from './format.ts';

/** A stretch of a document that a composed text has verbatim, or stands for as a whole. */
type Origin = { readonly lines: Lines; readonly offset: number; readonly verbatim: boolean };

/** A text that is made of documents which are no Markdown: a notebook, a course with a file for each step. */
export type Composition = {
  readonly text: string;
  /** Where a stretch of the text comes from. */
  spanOf(from: number, to: number): Span;
  readonly remarks: readonly ImportRemark[];
};

/** Puts a text together and keeps in mind where its parts come from. */
export class Composer {
  readonly remarks: ImportRemark[] = [];
  private text = '';
  private readonly parts: (Origin & { readonly at: number })[] = [];

  /** Adds a text. `verbatim`: it stands in the document, from the offset on, just so. */
  add(text: string, origin: Origin): void {
    this.parts.push({ ...origin, at: this.text.length });
    this.text += text;
  }

  /** Says something of a place in one of the documents. */
  note(message: string, { lines, offset }: Omit<Origin, 'verbatim'>): void {
    const point = pointOf(lines, offset);
    this.remarks.push({ kind: 'note', message, span: { file: lines.file, start: point, end: point } });
  }

  done(): Composition {
    const { parts, remarks } = this;
    const text = `${this.text.trimEnd()}\n`;
    const pointAt = (offset: number) => {
      const part = parts.findLast(({ at }) => at <= offset);
      if (!part) return undefined;
      const along = part.verbatim ? offset - part.at : 0;
      return {
        file: part.lines.file,
        point: pointOf(part.lines, Math.min(part.lines.text.length, part.offset + along)),
      };
    };
    return {
      text,
      remarks,
      spanOf: (from, to) => {
        const start = pointAt(from);
        const end = pointAt(to);
        const nowhere = { line: 1, column: 1, offset: 0 };
        const point = start?.point ?? nowhere;
        const isSame = end?.file === start?.file && (end?.point.offset ?? 0) >= point.offset;
        return { file: start?.file ?? '', start: point, end: isSame ? (end?.point ?? point) : point };
      },
    };
  }
}
