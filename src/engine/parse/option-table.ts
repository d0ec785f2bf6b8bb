import { parseDuration } from './duration.ts';

/** What a fence is to us: a block that runs, or the expected output of the block above it. */
export type FenceKind = 'shell' | 'manifest' | 'assert' | 'output';

/** What an option may be given: nothing (a flag), a text, a duration, or a reason that may be left out. */
type OptionForm = 'flag' | 'text' | 'duration' | 'reason' | 'name';

type OptionRule = { readonly form: OptionForm; readonly on: readonly FenceKind[] };

const all: readonly FenceKind[] = ['shell', 'manifest', 'assert'];
const onClusters: readonly FenceKind[] = ['manifest', 'assert'];

/** Every option of a fence, alphabetical, with the kinds of fence it works on. */
export const optionTable: Readonly<Record<string, OptionRule>> = {
  absent: { form: 'flag', on: ['assert'] },
  apply: { form: 'flag', on: ['manifest'] },
  assert: { form: 'flag', on: ['assert'] },
  cleanup: { form: 'flag', on: ['shell', 'manifest'] },
  cluster: { form: 'text', on: onClusters },
  delete: { form: 'flag', on: ['manifest'] },
  dir: { form: 'text', on: ['shell'] },
  example: { form: 'flag', on: ['output'] },
  exact: { form: 'flag', on: ['output'] },
  for: { form: 'duration', on: ['assert', 'output'] },
  manual: { form: 'flag', on: ['shell'] },
  name: { form: 'name', on: all },
  namespace: { form: 'text', on: onClusters },
  output: { form: 'flag', on: ['output'] },
  skip: { form: 'reason', on: all },
  stderr: { form: 'flag', on: ['output'] },
  stdout: { form: 'flag', on: ['output'] },
  timeout: { form: 'duration', on: all },
  tty: { form: 'flag', on: ['shell'] },
  within: { form: 'duration', on: [...all, 'output'] },
};

/**
 * Options that Expressive Code, Docusaurus and Shiki read, and we leave to them.
 * @see https://expressive-code.com/key-features/code-component/
 */
export const rendererOptions: ReadonlySet<string> = new Set([
  'collapse',
  'collapsePreserveIndent',
  'collapseStyle',
  'del',
  'frame',
  'hangingIndent',
  'icon',
  'ins',
  'lang',
  'live',
  'mark',
  'preserveIndent',
  'showLineNumbers',
  'startLineNumber',
  'title',
  'twoslash',
  'useDiffSyntax',
  'wrap',
]);

/** Why a value doesn't suit the form, as the end of a sentence; undefined when it does. */
export function misfit(form: OptionForm, value: string | undefined): string | undefined {
  switch (form) {
    case 'flag':
      return value === undefined ? undefined : 'takes no value';
    case 'reason':
      return undefined;
    case 'text':
      return value ? undefined : 'needs a value';
    case 'duration':
      return parseDuration(value ?? '') === undefined
        ? 'needs a duration such as `30s`, `500ms` or `2m`'
        : undefined;
    case 'name':
      return /^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u.test(value ?? '')
        ? undefined
        : 'needs a name of letters, digits, `-`, `_` and `.`';
    default:
      return form satisfies never;
  }
}
