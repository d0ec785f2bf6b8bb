import { type CodeBlock, plainWords } from '../parse/fence.ts';
import type { Page } from '../parse/page.ts';

/** A block that doesn't run, and the bare words and keys behind its language. */
type InertCode = CodeBlock & { readonly words: readonly string[] };

/** The blocks that don't run and aren't drawn either. */
export function inertCode({ inert }: Page): readonly InertCode[] {
  return inert
    .filter(({ language }) => language !== 'diagram')
    .map((code) => ({ ...code, words: plainWords(code.info).map(({ key }) => key) }));
}

/** Languages that look as if they would run. */
export const nearlyShell: ReadonlySet<string> = new Set(
  'bash-session command console dash fish ksh powershell pwsh sh-session shell-session shellsession terminal yaml yml zsh'.split(
    ' ',
  ),
);
