const letters = /^[A-Za-z0-9+/]$/;

/**
 * Where a text isn't base64, in the words of Go's decoder; undefined when it is. Line ends count for nothing.
 * @see https://pkg.go.dev/encoding/base64#CorruptInputError
 */
export function base64Problem(text: string): string | undefined {
  const corrupt = corruptAt(text);
  return corrupt === undefined ? undefined : `illegal base64 data at input byte ${corrupt}`;
}

function corruptAt(text: string): number | undefined {
  let inQuantum = 0;
  for (let index = 0; index < text.length; index++) {
    const letter = text[index] ?? '';
    if (letter === '\n' || letter === '\r') continue;
    if (letters.test(letter)) inQuantum = (inQuantum + 1) % 4;
    else if (letter === '=') return paddingAt(text, index, inQuantum);
    else return index;
  }
  return inQuantum === 0 ? undefined : text.length - inQuantum;
}

/** One `=` ends three letters, two of them end two; nothing may follow. */
function paddingAt(text: string, index: number, inQuantum: number): number | undefined {
  if (inQuantum < 2) return index;
  const isDouble = inQuantum === 2;
  if (isDouble && text[index + 1] !== '=') return index + 1 >= text.length ? text.length : index;
  const end = index + (isDouble ? 2 : 1);
  return text.slice(end).trim() === '' ? undefined : end;
}
