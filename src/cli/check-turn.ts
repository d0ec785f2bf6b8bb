import { RunbookError } from '../engine/diagnostics/error.ts';
import type { Diagnostic } from '../engine/model/diagnostic.ts';
import { type AskedFile, checkFile } from './check-file.ts';
import type { CheckedFile } from './check-formats/checked.ts';

/** What threads share: the files, and how many of them were taken, as one 32-bit integer. */
export type SharedFiles = { readonly files: readonly AskedFile[]; readonly taken: SharedArrayBuffer };

/** What one file gave, by its place among all; `unreadable` is why it could not be read. */
export type Turn = {
  readonly index: number;
  readonly checked: readonly CheckedFile[];
  readonly unreadable?: readonly Diagnostic[];
};

/** Takes the next file as long as there is one, and checks it. */
export function checkInTurn({ files, taken }: SharedFiles): readonly Turn[] {
  const counter = new Int32Array(taken);
  const turns: Turn[] = [];
  for (;;) {
    const index = Atomics.add(counter, 0, 1);
    const file = files[index];
    if (file === undefined) return turns;
    turns.push({ index, ...turnOf(file) });
  }
}

function turnOf(file: AskedFile): Omit<Turn, 'index'> {
  try {
    return { checked: checkFile(file).map(withTextForExcerpts) };
  } catch (error) {
    if (error instanceof RunbookError) return { checked: [], unreadable: error.diagnostics };
    throw error;
  }
}

/** Texts are kept and handed over only of files about which there is something to show. */
function withTextForExcerpts(checked: CheckedFile): CheckedFile {
  return checked.diagnostics.length === 0 ? { ...checked, text: '' } : checked;
}
