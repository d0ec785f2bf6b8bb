import type { Assignment, Command, Word } from 'unbash';

/** Words of a simple command; an assignment after its name is a word like others. */
export const words = ({ name, args }: Command): readonly Word[] =>
  [name, ...args].filter((part) => part !== undefined).map(asWord);

function asWord(part: Word | Assignment): Word {
  if (part.type === 'Word') return part;
  const { text, pos, end, value } = part;
  if (value.type === 'ArrayValue') return { type: 'Word', text, value: text, pos, end };
  const head = text.slice(0, text.length - value.text.length);
  const literal = { type: 'Literal' as const, pos, end: value.pos, value: head, text: head };
  const own = value.parts ?? [
    { type: 'SingleQuoted' as const, pos: value.pos, end: value.end, value: value.value, text: value.text },
  ];
  return { type: 'Word', text, value: head + value.value, pos, end, parts: [literal, ...own] };
}
