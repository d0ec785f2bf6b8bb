import type { Text } from './javascript.ts';

/** A text as a part of a command line that is given to a shell as it stands. */
export function asCommand(text: Text): string {
  return text.map((part) => (typeof part === 'string' ? part : `\${${part.variable}}`)).join('');
}

/** A text as one word of bash: bare where that is enough, else in double quotes, in which variables have their values. */
export function asWord(text: Text): string {
  const plain = text.every((part) => typeof part !== 'string' || /^[\w.,:/@%=+-]*$/.test(part));
  if (plain && text.length > 0) return asCommand(text);
  const inner = text.map((part) =>
    typeof part === 'string' ? part.replace(/[\\"$`]/g, '\\$&') : `\${${part.variable}}`,
  );
  return `"${inner.join('')}"`;
}
