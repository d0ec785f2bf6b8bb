import { quote } from '../shell/quote.ts';

/** Text for the shell that goes to a block's folder, or back to where it was before, out of the block it is in. */
export function enteringText(folder: string | undefined, isInside: boolean): string {
  const back = 'builtin cd -- "$__rb_home" || :; OLDPWD=$__rb_old';
  const remember = '__rb_home=$PWD __rb_old=${OLDPWD-}';
  const enter = folder === undefined ? '' : `builtin cd -- ${quote(folder)} || :`;
  return `${isInside ? back : remember}; ${enter}`;
}
