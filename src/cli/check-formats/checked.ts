import type { Diagnostic } from '../../engine/model/diagnostic.ts';
import type { Io } from '../io.ts';

/** A file that was checked, with its text for excerpts and what was found in it. */
export type CheckedFile = {
  readonly file: string;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Nothing in it could run: a page among the runbooks that is none. */
  readonly plain?: boolean;
  /** It has blocks that run, and no expectation: a run only says that its commands succeed. */
  readonly unchecked?: boolean;
};

/** Everything that a check found, in the order of the files. */
type Checked = { readonly files: readonly CheckedFile[] };

/** Prints what was found. What machines read goes to standard output and nothing else does. */
export type CheckFormat = (checked: Checked, io: Pick<Io, 'cwd' | 'env' | 'err' | 'out'>) => void;

export type Counts = {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly unchecked: number;
  readonly plain: number;
};

export function countsOf({ files }: Checked): Counts {
  const all = files.flatMap(({ diagnostics }) => diagnostics);
  const count = (wanted: Diagnostic['severity']) => all.filter(({ severity }) => severity === wanted).length;
  return {
    files: files.length,
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    unchecked: files.filter(({ unchecked = false }) => unchecked).length,
    plain: files.filter(({ plain = false }) => plain).length,
  };
}
