import type { Clue, ImportFormat } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { consoleDialect } from '../transcript/console.ts';
import { cram } from '../transcript/cram.ts';
import type { Dialect } from '../transcript/dialect.ts';
import { eksWorkshop } from '../transcript/eks-workshop.ts';
import { mdx } from '../transcript/mdx.ts';
import { scrut } from '../transcript/scrut.ts';

/** The most telling first. */
const dialects: readonly Dialect[] = [scrut, eksWorkshop, mdx, cram, consoleDialect];

/** Commands behind `$ ` with their output below: of EKS Workshop, mdx, cram, scrut, and of pages in general. */
export const transcript: ImportFormat = {
  name: 'transcript',
  summary:
    'Commands behind `$ ` with what they print: EKS Workshop, OCaml mdx, cram and prysk, scrut, other pages.',
  examples: [],
  detect: (source) => chosen(source)?.clue,
  convert: (source) => chosen(source)?.dialect.convert(source) ?? { edits: [], remarks: [] },
};

function chosen(source: ImportSource): { readonly dialect: Dialect; readonly clue: Clue } | undefined {
  for (const dialect of dialects) {
    const clue = dialect.clue(source);
    if (clue) return { dialect, clue: { ...clue, what: `${clue.what} (${dialect.name})` } };
  }
  return undefined;
}
