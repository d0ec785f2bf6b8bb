import type { Example, ExpectationKind } from '../../engine/expectations/kind.ts';
import { expectationKinds } from '../../engine/expectations/registry.ts';
import { code, pageOf, type ReferencePage, table } from './markdown.ts';
import { patternRules } from './pattern-rules.ts';
import { waitNotes, wordNotes } from './words.ts';

/** The reference of expectations: kinds, words, patterns, each with its examples and their verdicts. */
export function expectationsPage(): ReferencePage {
  const kinds: readonly ExpectationKind[] = Object.values(expectationKinds);
  const head = { title: 'Expectations', description: 'What can be checked, and how it is written.' };
  return pageOf('reference/expectations', head, [
    intro,
    '## Kinds',
    table(
      ['Line', 'Holds when'],
      kinds.map(({ syntax, summary }) => [code(syntax), summary]),
    ),
    ...kinds.flatMap(({ syntax, summary, examples }) => [
      `### ${code(syntax)}`,
      summary,
      exampleTable(examples),
    ]),
    '## Words before the colon',
    table(
      ['Word', 'Example', 'Does'],
      Object.entries(wordNotes).map(([word, { directive, meaning }]) => [
        code(word),
        code(directive),
        `${meaning}.`,
      ]),
    ),
    '## Patterns',
    'Text, `row` and `exact` take a pattern. It is the text as it is printed, with few exceptions:',
    ...patternRules.flatMap(({ rule, examples }) => [rule, exampleTable(examples)]),
    '## Background commands',
    'A command that ends in `&` has a log of its own. `kubectl port-forward` is ready when it forwards every port; for anything else a line right below the command says what to wait for:',
    table(
      ['Line', 'Ready when'],
      waitNotes.map(({ directive, meaning }) => [code(directive), `${meaning}.`]),
    ),
  ]);
}

const intro = `A comment below a command says what a reader should see: \`# expect[ words]: pattern\`. Several in a row are
separate checks of the same output: that of every command since the last group. All commands have to succeed unless a
check says otherwise. The verdicts in the tables of this page are those of the engine: its tests run every row.`;

function exampleTable(examples: readonly Example[]): string {
  const withExit = examples.some(({ exit }) => exit !== undefined);
  const head = ['Line', 'Output', ...(withExit ? ['Exit'] : []), 'Verdict'];
  return table(
    head,
    examples.map((example) => {
      const { output, exit, variables = {}, met } = example;
      const written = 'fence' in example ? example.fence.replace(/\n+/g, '\n') : example.directive;
      const values = Object.entries(variables).map(([name, value]) => `with ${code(`${name}=${value}`)}`);
      const statuses = (exit?.pipeStatus ?? [0]).join(', ');
      return [
        [shownLines(written), ...values].join('\n'),
        output === '' ? '(nothing)' : shownLines(output.replace(/\n$/, '')),
        ...(withExit ? [statuses] : []),
        met ? 'met' : '**unmet**',
      ];
    }),
  );
}

function shownLines(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '(an empty line)' : code(line)))
    .join('\n');
}
