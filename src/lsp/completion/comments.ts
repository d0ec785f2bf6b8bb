import { CompletionItemKind } from 'vscode-languageserver/node';
import { kindByWord, kindWords } from '../../engine/expectations/registry.ts';
import { plainWords } from '../../engine/parse/directive-words.ts';
import type { FenceAt } from '../fences.ts';
import type { Choice, Choices } from './choice.ts';

/** What the words before the colon mean that name no kind. */
const wordMeanings: Readonly<Record<string, string>> = {
  not: 'The check is met when nothing like it is found.',
  stdout: 'Only standard output is looked at.',
  stderr: 'Only standard error is looked at.',
  within: 'The command is repeated until the check is met, for this long at most: `within 30s`.',
  for: 'The check must stay met for this long: `for 10s`.',
};

/** What a word before the colon of an expectation means. */
export function meaningOfWord(word: string): string | undefined {
  return kindByWord(word)?.summary ?? (Object.hasOwn(wordMeanings, word) ? wordMeanings[word] : undefined);
}

/** Comments of ours: the words of `# expect` and `# wait`. */
export function commentChoices({ info }: FenceAt, before: string): Choices | undefined {
  const [, hash] = /^\s*(#\s?\w*)$/.exec(before) ?? [];
  if (hash !== undefined)
    return { begun: hash, choices: /^\s*(?:bash|sh|shell)\b/.test(info) ? shell : applied };
  const [, begun, words = ''] = /^\s*# expect((?: \S+)*) (\w*)$/.exec(before) ?? [];
  if (begun !== undefined) return { begun: words, choices: unused(begun.trim().split(' ')) };
  const [, wait] = /^\s*# wait[^:]*:\s*(\w*)$/.exec(before) ?? [];
  return wait === undefined ? undefined : { begun: wait, choices: waits };
}

function directive(text: string, documentation: string): Choice {
  return { label: text.trim(), text, kind: CompletionItemKind.Snippet, documentation };
}

const applied: readonly Choice[] = [
  directive('# expect: ', 'What the API server says of the object: `created`, `configured`, `unchanged`.'),
  directive('# expect within 1m: ', 'A condition of the object: `Ready`, `Programmed=True`.'),
];

const shell: readonly Choice[] = [
  directive('# expect: ', 'Some line of the output holds this text.'),
  ...kindWords.map((word) => directive(`# expect ${word}: `, kindByWord(word)?.summary ?? '')),
  directive('# expect within 30s: ', wordMeanings.within ?? ''),
  directive('# expect: no output', 'The command prints nothing.'),
  directive('# wait: port ', 'The command above ends in `&`, and is ready when this port answers.'),
  directive('# wait: http ', 'The command above ends in `&`, and is ready when this address answers.'),
  directive('# wait: log ', 'The command above ends in `&`, and is ready when it prints this.'),
];

/** Words that don't stand there yet: one kind and one stream at most. */
function unused(there: readonly string[]): readonly Choice[] {
  const hasKind = there.some((word) => kindWords.includes(word));
  const hasStream = there.some((word) => word === 'stdout' || word === 'stderr');
  const words = [...(hasKind ? [] : kindWords), ...plainWords].filter(
    (word) => !there.includes(word) && !(hasStream && /^std/.test(word)),
  );
  return words.map((word) => ({
    label: word,
    text: word === 'within' || word === 'for' ? `${word} 30s` : word,
    kind: CompletionItemKind.Keyword,
    documentation: meaningOfWord(word) ?? '',
  }));
}

const waits: readonly Choice[] = [
  ['port ', 'A port of this machine: `port 8080`.'],
  ['http ', 'An address that answers: `http http://localhost:8080/health`.'],
  ['log ', 'A text that it prints: `log listening`.'],
].map(([text = '', documentation = '']) => ({
  label: text.trim(),
  text,
  kind: CompletionItemKind.Keyword,
  documentation,
}));
