/**
 * What a document has been seen to do that its later statements have to be evaluated with care for. A function or a
 * file that is read may do it again, so none is ever forgotten.
 */
export class Habits {
  /** It sets traps, maybe in place of the driver's. */
  #traps = false;
  /** It has its ERR trap inherited. */
  #inherits = false;
  /** It has a DEBUG trap, which would be run for the driver's commands. */
  #debugs = false;
  /** It sends descriptors of the shell elsewhere. */
  #redirects = false;

  /** How a statement is to be evaluated: the word of its request; see the driver. */
  wordFor(text: string): string {
    const reads = /\bsource\b|(^|[\s;&|])\.\s/.test(text);
    this.#traps ||= reads || /\btrap\b/.test(text);
    this.#inherits ||= /\bset\s+(-o\s+errtrace|-\w*E)/.test(text);
    this.#debugs ||= reads || /\bDEBUG\b/i.test(text);
    this.#redirects ||= reads || /\bexec\s+(\d+|\{\w+\})?[<>&]/.test(text);
    const looksAtOptions = /\$-|\$\{-|\bSHELLOPTS\b|\bset\s+[-+]o\b|\bshopt\s[^|;&]*-\w*o/.test(text);
    return [
      'S',
      this.#traps ? 'T' : '',
      this.#inherits ? 'I' : '',
      looksAtOptions ? 'U' : '',
      this.#debugs || text.includes('x') ? 'Q' : '',
      this.#redirects ? 'R' : '',
    ].join('');
  }
}
