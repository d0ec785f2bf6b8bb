/** A stretch of a pattern: what is `literal` was quoted, so that its `*` is a star. */
export type Stretch = { readonly text: string; readonly literal: boolean };

/** Whether a pattern matches by more than its own letters. */
export const isPattern = (stretches: readonly Stretch[]): boolean =>
  stretches.some(({ text, literal }) => !literal && /[*?[]/.test(text));

type PatternOptions = {
  /** `*` stops at slashes, as in names of files. */
  readonly path?: boolean;
  /** Shortest match for `#` and `%`. */
  readonly lazy?: boolean;
};

/** A shell's pattern as the source of a regular expression. */
export function patternSource(stretches: readonly Stretch[], options: PatternOptions = {}): string {
  return stretches
    .map(({ text, literal }) => (literal ? escapeRegExp(text) : globSource(text, options)))
    .join('');
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

function globSource(glob: string, { path, lazy }: PatternOptions): string {
  const any = path ? '[^/]' : '[^]';
  let source = '';
  for (let at = 0; at < glob.length; at += 1) {
    const letter = glob[at] ?? '';
    if (letter === '\\') {
      at += 1;
      source += escapeRegExp(glob[at] ?? '\\');
    } else if (letter === '*') source += `${any}*${lazy ? '?' : ''}`;
    else if (letter === '?') source += any;
    else if (letter === '[') {
      const set = setAt(glob.slice(at));
      source += set.source;
      at += set.length - 1;
    } else source += escapeRegExp(letter);
  }
  return source;
}

/** `[a-z]` or `[!a-z]` at the start of a text; a bracket that nothing closes is itself. */
function setAt(text: string): { readonly source: string; readonly length: number } {
  const [all, negated, inside] = /^\[([!^]?)(\]?(?:\[:\w+:\]|[^\]])*)\]/.exec(text) ?? [];
  if (all === undefined || inside === undefined) return { source: '\\[', length: 1 };
  return { source: `[${negated ? '^' : ''}${bracket(inside)}]`, length: all.length };
}

const classes: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e',
  lower: 'a-z',
  print: '\\x20-\\x7e',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  xdigit: 'A-Fa-f0-9',
};

/** What stands between brackets, with the classes of POSIX. */
export const bracket = (inside: string): string =>
  inside.replace(/\[:(\w+):\]|[\\\][]/g, (text, name: string | undefined) =>
    name === undefined ? `\\${text}` : (classes[name] ?? text),
  );
