/** Modes of a terminal that are on before any program changes them: wrapping, and the cursor. */
const usuallyOn: ReadonlySet<string> = new Set(['7', '25']);

const change = /\u001b\[\?([\d;]+)([hl])/g;

/** Longer than a sequence that is cut in two. */
const tailLength = 40;

/**
 * Watches what programs switch on in a terminal (DEC private modes: the alternate screen, the mouse, bracketed paste),
 * to put it back when one of them was killed.
 * @see https://invisible-island.net/xterm/ctlseqs/ctlseqs.html "DEC Private Mode Set (DECSET)"
 */
export class TerminalModes {
  readonly #changed = new Set<string>();
  #tail = '\n';

  see(bytes: Uint8Array): void {
    const text = this.#tail + Buffer.from(bytes).toString('latin1');
    for (const [, numbers = '', letter] of text.matchAll(change)) {
      for (const number of numbers.split(';')) {
        if ((letter === 'h') === usuallyOn.has(number)) this.#changed.delete(number);
        else this.#changed.add(number);
      }
    }
    this.#tail = text.slice(-tailLength);
  }

  /** What puts back all that is not as it was, colours too, on a line of its own. */
  restore(): string {
    const modes = [...this.#changed].map((number) => `\u001b[?${number}${usuallyOn.has(number) ? 'h' : 'l'}`);
    this.#changed.clear();
    const isInLine = !this.#tail.endsWith('\n') && !this.#tail.endsWith('\r');
    return `${modes.join('')}\u001b[0m${isInLine ? '\r\n' : ''}`;
  }
}
