import { expect, it } from 'vitest';
import { notesText } from '../../../../src/engine/notes/notes-text.ts';
import { speakerNotes } from '../../../../src/engine/notes/speaker-notes.ts';
import { parse } from '../../../../src/engine/parse.ts';

const page = `# A talk

<!-- note: Say hello. -->

## One

> <!-- note: In a quote. -->

\`\`\`bash
echo '<!-- note: no note -->'
\`\`\`

<!-- Note: Two
  lines. --><!-- something else -->

## Two

\`\`\`bash
true
\`\`\`

## Three

\`\`\`bash
true
\`\`\`

<!-- note: The end. -->
`;

it('gives each step the notes of its section, none from code, and none of other comments', () => {
  const { runbook } = parse({ file: 'talk.md', path: '/talk.md', text: page });
  expect([...speakerNotes(runbook)]).toEqual([
    ['one', ['Say hello.', 'In a quote.', 'Two\nlines.']],
    ['three', ['The end.']],
  ]);
  expect(notesText(runbook)).toBe(
    'A talk\n\nOne\n\nSay hello.\n\nIn a quote.\n\nTwo\nlines.\n\nTwo\n\n(no notes)\n\nThree\n\nThe end.\n',
  );
});
