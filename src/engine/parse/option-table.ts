import { osNamed } from '../model/os-names.ts';
import { splitStatements } from '../shell/split-statements.ts';
import { parseDuration } from './duration.ts';

/** What a fence is to us: a block that runs or is written, or the expected output of the block above it. */
export type FenceKind = 'shell' | 'program' | 'manifest' | 'assert' | 'file' | 'output';

/** What an option may be given: nothing (a flag), a text, a duration, or a reason that may be left out. */
export type OptionForm =
  | 'flag'
  | 'text'
  | 'any'
  | 'duration'
  | 'reason'
  | 'name'
  | 'boolean'
  | 'path'
  | 'os'
  | 'choice';

/** `summary` says what the option does, for the reference page: one sentence without its full stop. */
type OptionRule = {
  readonly form: OptionForm;
  readonly on: readonly FenceKind[];
  readonly summary: string;
};

const running: readonly FenceKind[] = ['shell', 'program', 'manifest', 'assert'];
const all: readonly FenceKind[] = [...running, 'file'];
const commands: readonly FenceKind[] = ['shell', 'program'];
const onClusters: readonly FenceKind[] = ['manifest', 'assert'];

/** Every option of a fence, alphabetical, with the kinds of fence it works on. */
export const optionTable: Readonly<Record<string, OptionRule>> = {
  absent: { form: 'flag', on: ['assert'], summary: 'the objects must not be there' },
  apply: {
    form: 'flag',
    on: ['manifest'],
    summary: 'applies the manifest to a cluster, server-side and with strict checking of fields',
  },
  assert: { form: 'flag', on: ['assert'], summary: 'the objects must be there, with at least these fields' },
  cleanup: {
    form: 'flag',
    on: [...commands, 'manifest'],
    summary: 'runs at the end whatever happened, last first',
  },
  cluster: {
    form: 'text',
    on: onClusters,
    summary: 'the cluster of the objects, by its variable; the first of `clusters:` if it is left out',
  },
  confirm: {
    form: 'text',
    on: [...commands, 'manifest'],
    summary:
      'a person is asked this before it runs, on clusters that are not simulated; without a yes it is left out',
  },
  delete: { form: 'flag', on: ['manifest'], summary: 'deletes the objects of the manifest again at the end' },
  dir: {
    form: 'text',
    on: [...commands, 'file'],
    summary: 'the folder to run in, seen from that of the runbook',
  },
  example: { form: 'flag', on: ['output'], summary: 'is shown as an example and not compared' },
  exact: {
    form: 'flag',
    on: ['output'],
    summary: 'the whole output is meant, from its first line to its last',
  },
  exec: {
    form: 'text',
    on: commands,
    summary:
      'is run by this interpreter, which `tools:` declares, in the shell of the page; `{}` stands for a file with the lines',
  },
  file: {
    form: 'path',
    on: all,
    summary:
      'a fence with lines is written to this file, in any language, and taken away again at the end; one without runs what stands in the file',
  },
  for: { form: 'duration', on: ['assert', 'output'], summary: 'it must stay so for this time' },
  force: {
    form: 'boolean',
    on: ['manifest'],
    summary:
      'with `false`, a field that another manager has set is a conflict; otherwise it is taken over, and the output says from whom',
  },
  input: {
    form: 'any',
    on: commands,
    summary:
      'is typed at the terminal of a `tty` block in place of a person, one line for each prompt; empty, nothing is',
  },
  manual: {
    form: 'flag',
    on: commands,
    summary: 'a person does it; a run without one leaves it out and says so',
  },
  name: {
    form: 'name',
    on: all,
    summary: 'an address for `--from`, `--only` and links; else it is made from the heading',
  },
  namespace: { form: 'text', on: onClusters, summary: 'the namespace of objects that name none' },
  os: {
    form: 'os',
    on: all,
    summary: 'runs on this system only: `linux`, `macos` or `windows`, or several with commas between',
  },
  output: { form: 'flag', on: ['output'], summary: 'makes expected output of a `json` fence' },
  skip: { form: 'reason', on: all, summary: 'is shown and not run; a value is the reason that readers see' },
  stderr: { form: 'flag', on: ['output'], summary: 'is compared with standard error alone' },
  stdout: { form: 'flag', on: ['output'], summary: 'is compared with standard output alone' },
  timeout: { form: 'duration', on: running, summary: 'the limit of each command' },
  tty: {
    form: 'flag',
    on: commands,
    summary:
      'gives the commands a terminal, with whoever runs the page at it; a run without one leaves them out and says so',
  },
  unordered: {
    form: 'flag',
    on: ['assert', 'output'],
    summary: 'lines, or items of lists, may stand in any order',
  },
  varies: {
    form: 'flag',
    on: commands,
    summary: 'what it prints differs from run to run: the record keeps one, and no difference counts',
  },
  verbatim: {
    form: 'flag',
    on: ['output'],
    summary: 'every character counts: blanks, tabs, empty lines; nothing in it is a pattern',
  },
  when: {
    form: 'choice',
    on: all,
    summary:
      'a command, which must succeed for the block to run; or one of several ways, of which a run takes one: `cloud=aws` is chosen by `--variant cloud=aws`, the first on the page without that; `always` runs in any tab',
  },
  within: {
    form: 'duration',
    on: [...running, 'output'],
    summary: 'the time for which checks of the block are repeated, where they give none themselves',
  },
};

/**
 * Words that renderers of pages read, and we leave to them: Expressive Code, Docusaurus, Shiki, VitePress, Hugo, and
 * Material for MkDocs.
 * @see https://expressive-code.com/key-features/code-component/
 * @see https://docusaurus.io/docs/markdown-features/code-blocks
 * @see https://gohugo.io/content-management/syntax-highlighting/
 * @see https://squidfunk.github.io/mkdocs-material/reference/code-blocks/
 */
export const rendererOptions: ReadonlySet<string> = new Set(
  `anchorlinenos annotate caption class collapse collapsePreserveIndent collapseStyle copy del diff editable filename
  frame group hangingIndent highlight hl_lines hl_style icon ins label lang lineNoStart lineNos lineNumbers linenos
  linenostart linenums live mark metastring no-copy no-line-numbers noClasses noInline nocopy numberLines
  playground preserveIndent select showLineNumbers startFrom startLineNumber style tab theme title twoslash
  useDiffSyntax wrap`.split(/\s+/),
);

/** Why a value doesn't suit the form, as the end of a sentence; undefined when it does. */
export function misfit(form: OptionForm, value: string | undefined): string | undefined {
  const { fits, needs } = forms[form];
  return fits(value) ? undefined : needs;
}

type FormRule = { readonly needs: string; fits(value: string | undefined): boolean };

const forms: Readonly<Record<OptionForm, FormRule>> = {
  flag: { needs: 'takes no value', fits: (value) => value === undefined },
  reason: {
    needs: 'is on or left out; its value is the reason that readers see',
    fits: (value = '') => !/^(?:true|false|yes|no|on|off|0|1)$/i.test(value),
  },
  text: { needs: 'needs a value', fits: (value = '') => value !== '' },
  any: { needs: 'needs a value, which may be empty', fits: (value) => value !== undefined },
  duration: {
    needs: 'needs a duration such as `30s`, `500ms` or `2m`',
    fits: (value = '') => parseDuration(value) !== undefined,
  },
  boolean: { needs: 'needs `true` or `false`', fits: (value) => value === 'true' || value === 'false' },
  name: {
    needs: 'needs a name of letters, digits, `-`, `_` and `.`',
    fits: (value = '') => /^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u.test(value),
  },
  path: {
    needs: 'needs the path of a file from the folder here, without `..`',
    fits: (value = '') => isInside(value),
  },
  os: {
    needs: 'needs `linux`, `macos` or `windows`',
    fits: (value = '') => value.split(',').every((each) => osNamed(each) !== undefined),
  },
  choice: {
    needs: 'needs a name and a value, a command, or `always`',
    fits: (value = '') => value === 'always' || isChoice(value) || isCondition(value),
  },
};

/** Whether `when` names one of several ways: `cloud=aws`. */
export function isChoice(value: string): boolean {
  return /^[\w-]+=[^=\s]+$/.test(value);
}

/** Whether it is a command: one of two words or more that bash can read, and not `cloud = aws`. */
export function isCondition(value: string): boolean {
  return /^[^\s=]+\s+(?!=)/.test(value) && splitStatements(value).errors.length === 0;
}

/** Whether a path leads into a folder, wherever that is. */
function isInside(path: string): boolean {
  const parts = path.split(/[\\/]/);
  return path !== '' && !/^(?:[\\/~]|[A-Za-z]:)/.test(path) && !path.endsWith('/') && !parts.includes('..');
}
