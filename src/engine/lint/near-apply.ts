import { nearest } from '../diagnostics/nearest.ts';
import { type CodeBlock, isYaml, plainWords } from '../parse/fence.ts';
import type { InfoWord } from '../parse/info-string.ts';
import type { Page } from '../parse/page.ts';
import type { Rule } from './rule.ts';

/** Options that only blocks for a cluster read, with the words that make a block one. */
const verbsOf: ReadonlyMap<string, readonly string[]> = new Map([
  ['absent', ['assert']],
  ['cluster', ['apply', 'assert']],
  ['delete', ['apply']],
  ['namespace', ['apply', 'assert']],
  ['within', ['apply', 'assert']],
]);

/** Finds a YAML block that misses `apply` or `assert` by a letter. */
export const nearApply: Rule = {
  code: 'parse/unknown-option',
  severity: 'error',
  check(page, report) {
    for (const { word, spanOfWord } of wordsOfInertYaml(page)) {
      if (readersOf(word) || word.value !== undefined) continue;
      const near = nearest(word.key, ['apply', 'assert']);
      const message = `Unknown option \`${word.key}\`.`;
      if (near) report({ message, hint: `Did you mean \`${near}\`?`, span: spanOfWord(word) });
    }
  },
};

/** Finds options of YAML blocks that only such blocks read as run. */
export const optionWithoutVerb: Rule = {
  code: 'parse/missing-option',
  severity: 'error',
  check(page, report) {
    for (const { word, spanOfWord } of wordsOfInertYaml(page)) {
      const verbs = readersOf(word);
      if (!verbs) continue;
      const words = verbs.map((verb) => `\`${verb}\``).join(' or ');
      const message = `\`${word.key}\` does nothing without ${words}: the block is only shown.`;
      const hint = `Write ${verbs.map((verb) => `\`yaml ${verb} …\``).join(' or ')}.`;
      report({ message, hint, span: spanOfWord(word) });
    }
  },
};

type WordOfFence = { readonly word: InfoWord; readonly spanOfWord: CodeBlock['spanOfWord'] };

function wordsOfInertYaml({ inert }: Page): readonly WordOfFence[] {
  return inert.flatMap(({ language, info, spanOfWord }) => {
    const words = isYaml(language) ? plainWords(info) : [];
    const saysBoth = words.some(({ key }) => key === 'apply' || key === 'assert');
    return saysBoth ? [] : words.map((word) => ({ word, spanOfWord }));
  });
}

/** The verbs of the blocks that read an option. `cluster` alone may be anybody's word. */
function readersOf({ key, value }: InfoWord): readonly string[] | undefined {
  return value !== undefined || key === 'delete' || key === 'absent' ? verbsOf.get(key) : undefined;
}
