/** Longer commands are cut in messages. */
const longest = 200;

/** Shell text as it is named in a message: on one line, and not too long. */
export function oneLine(text: string): string {
  const flat = text.replace(/\s*\\?\n\s*/g, ' ').trim();
  return flat.length > longest ? `${flat.slice(0, longest - 1)}…` : flat;
}
