/** Terminals take about this much; a longer text would be cut or dropped without a word. */
const mostBytes = 74_000;

/**
 * The sequence that asks the terminal to put a text into the clipboard (OSC 52). It reaches the terminal that a person
 * sits at through ssh; tmux passes it on with `set-clipboard on`, which is asked for in its own wrapping too.
 * @returns undefined when the text is too long.
 */
export function clipboardSequence(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (Buffer.byteLength(text) > mostBytes) return undefined;
  const plain = `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
  if (!env.TMUX) return plain;
  return `${plain}\u001bPtmux;${plain.replaceAll('\u001b', '\u001b\u001b')}\u001b\\`;
}
