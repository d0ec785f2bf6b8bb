import type { Block, Runbook } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import { blocksOf, statementsOf } from '../model/statements.ts';

/** A text of a page that may be the name of a file, the folder that it would be relative to, and where it stands. */
type NamedFile = { readonly name: string; readonly folder: string; readonly span?: Span };

/**
 * Words of a runbook's commands that may be names of files, with the variables of its front matter filled in: for
 * every target, since which it will be is not known. Whether there is such a file, the caller has to see.
 */
export function namedFiles(runbook: Runbook): readonly NamedFile[] {
  const variants = environments(runbook);
  const blocks = blocksOf(runbook).flatMap((block) => ofBlock(block, variants));
  const values = [...new Set(variants.flatMap((env) => Object.values(env)))].filter(isName);
  const { env: span } = runbook.meta.spans;
  return [
    ...values.map((name) => ({ name, folder: '.', ...(span === undefined ? {} : { span }) })),
    ...blocks,
  ];
}

type Environment = Readonly<Record<string, string>>;

function environments({ meta }: Runbook): readonly Environment[] {
  const values = Object.values(meta.env).flatMap((value) =>
    typeof value === 'string' ? [] : Object.keys(value),
  );
  const targets = [...new Set(['', ...values])];
  return targets.map((target) =>
    Object.fromEntries(
      Object.entries(meta.env).flatMap(([name, value]) => {
        const own = typeof value === 'string' ? value : value[target];
        return own === undefined ? [] : [[name, own]];
      }),
    ),
  );
}

function ofBlock(block: Block, variants: readonly Environment[]): readonly NamedFile[] {
  const { options, span } = block;
  const folder = options.dir ?? '.';
  const scripts = statementsOf([block]).flatMap(({ action }) =>
    action.kind === 'shell' ? [action.script] : [],
  );
  const texts = variants.flatMap((env) => scripts.map((script) => filled(script, env)));
  const words = [...new Set(texts.flatMap(wordsOf))];
  return [
    ...(options.dir === undefined ? [] : [{ name: options.dir, folder: '.', span }]),
    ...words.map((name) => ({ name, folder, span })),
  ];
}

const filled = (script: string, env: Environment): string =>
  script.replace(
    /\$(?:(\w+)|\{(\w+)\})/g,
    (whole, bare: string, braced: string) => env[bare ?? braced] ?? whole,
  );

/** `@` before a name is curl's, `=` a flag's. */
function wordsOf(script: string): readonly string[] {
  const words = script.split(/[\s;&|()<>"'`{}=,]+/).map((word) => word.replace(/^@/, ''));
  return words.filter(isName);
}

/** A name never has the marks of the shell in it. A folder itself, or one above, isn't one. */
const isName = (word: string): boolean => /[^./]/.test(word) && !/[$*?[\]\\\s]|:\/\//.test(word);
