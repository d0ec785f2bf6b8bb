import type { Io } from './io.ts';

/** Of a terminal that is smaller, too little would be left to look at. */
const leastColumns = 40;

/**
 * Whether a run is shown by the terminal UI: a person sits at both ends, and no reporter writes where it would draw.
 * Its sources are TSX, which Node doesn't run by itself: started from its sources, the program writes plain lines.
 */
export function wantsTerminalUi({ reporter }: { readonly reporter: readonly string[] }, io: Io): boolean {
  const { CI, TERM } = io.env;
  const isBuilt = !import.meta.url.endsWith('.ts');
  const isInCi = CI !== undefined && CI !== '' && CI !== '0' && CI !== 'false';
  const isAble = io.out.terminal && TERM !== undefined && TERM !== 'dumb' && io.out.columns >= leastColumns;
  return isBuilt && !isInCi && isAble && reporter.every((word) => word.includes('=')) && io.hasKeyboard();
}
