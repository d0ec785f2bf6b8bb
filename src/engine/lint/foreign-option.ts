import { hintForNear } from '../parse/block-options.ts';
import { plainWords } from '../parse/fence.ts';
import { hintForForeign } from '../parse/foreign-options.ts';
import { optionTable, rendererOptions } from '../parse/option-table.ts';
import type { Page } from '../parse/page.ts';
import type { Rule } from './rule.ts';

/** Finds words of fences that mean nothing here, each once. On a page that is another tool's it goes without saying. */
export const foreignOption: Rule = {
  code: 'parse/foreign-option',
  severity: 'note',
  check(page, report) {
    if (!page.isOurs) return;
    const said = new Set<string>();
    for (const { key, span } of strangeWords(page)) {
      if (said.has(key)) continue;
      said.add(key);
      const message = `\`${key}\` is no option of ours: it is left to what shows the page.`;
      report({ message, hint: 'Remove it, if it was to change how the block runs.', span });
    }
  },
};

function strangeWords({ fences }: Page) {
  return fences.flatMap(({ fence: { kind, info, spanOfWord } }) =>
    // What stands around a sign by itself has been reported.
    (info.words.some(({ key }) => key === '=') ? [] : plainWords(info))
      .filter(
        ({ key }) =>
          !Object.hasOwn(optionTable, key) &&
          !rendererOptions.has(key) &&
          hintForNear(key, kind) === undefined &&
          hintForForeign(key) === undefined,
      )
      .map((word) => ({ key: word.key, span: spanOfWord(word) })),
  );
}
