import { nearest } from '../diagnostics/nearest.ts';
import type { InfoString } from './info-string.ts';
import { optionTable } from './option-table.ts';

/** Other shells: their commands may look like bash, and what runs them is not bash. */
const otherShells =
  'ash csh cmd bat batch dash dosbatch elvish fish ksh mksh nu nushell posh powershell ps1 pwsh tcsh xonsh zsh';

/** Commands with their prompts and output. */
const transcripts =
  'bash-session command command-line console doscon pycon pwsh-session sh-session shell-session shellsession terminal';

/** Languages that pages have their readers run as scripts. */
const scripts = 'javascript js node perl pl py py3 python python3 rb ruby';

/** Languages of blocks that a reader is meant to run. */
const commandLanguages: ReadonlySet<string> = new Set(`${otherShells} ${transcripts} ${scripts}`.split(' '));

/** Other names of ours, as highlighters have them. */
const ourNames: ReadonlySet<string> = new Set(['sh-script', 'shell-script', 'shellscript', 'bashscript']);

/** Whether a language, in small letters, is one of commands that we don't run. */
export function isForeignCommand(language: string): boolean {
  return commandLanguages.has(language);
}

/** How the opening of a fence names its language: as it is written, and what it means. */
type Named = { readonly language: string; readonly name: string };

/**
 * The language that a fence names as another tool writes it, in small letters: `{.bash .annotate}`, `{bash, eval=FALSE}`,
 * `{code-block} bash`, `.bash`, `shellscript`, `bash,norun`. Undefined where it says it as we do, or not at all.
 * @see https://pandoc.org/MANUAL.html#extension-fenced_code_attributes
 */
export function otherSpelling({ language, words }: InfoString): Named | undefined {
  const small = language.toLowerCase();
  if (ourNames.has(small)) return { language, name: 'bash' };
  const [, shell, glued = ''] = /^(bash|sh|shell)[,:;=](.+)$/.exec(small) ?? [];
  if (shell !== undefined && !isGluedOption(glued)) return { language, name: shell };
  if (/^\.\w/.test(small)) return { language, name: small.slice(1) };
  const [first, second] = words;
  if (language !== '' || first?.form !== 'braces') return undefined;
  const inner = first.key.replace(/^\{\s*|\s*\}$/g, '').toLowerCase();
  if (/^(?:code(?:-block|-cell)?|sourcecode)$/.test(inner) && second?.form === 'plain')
    return { language: `${first.key} ${second.key}`, name: second.key.toLowerCase() };
  const name = /^(?:\.?|code-block\s+)([\w-]+)(?=[\s,}.]|$)/.exec(inner)?.[1];
  return name === undefined ? undefined : { language: first.key, name };
}

/** Whether what is glued to a language begins with an option of ours, or nearly: `name=verify`, `skp`. */
export function isGluedOption(glued: string): boolean {
  const first = /^[\w-]*/.exec(glued)?.[0] ?? '';
  return Object.hasOwn(optionTable, first) || nearest(first, Object.keys(optionTable)) !== undefined;
}

/** Whether a language, in small letters, is that of a block which runs. */
export function isOurShell(language: string): boolean {
  return shells.has(language);
}

const shells: ReadonlySet<string> = new Set(['bash', 'sh', 'shell']);
