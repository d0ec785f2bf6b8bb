import type { RunEvent } from '../model/event.ts';

type Output = Extract<RunEvent, { type: 'output' }>;

/**
 * Joins the pieces in which output comes to whole lines: programs write a table cell by cell. What has no end of line
 * yet is held until it has, or until `rest` asks for it.
 */
export class WholeLines {
  readonly #held = new Map<string, Output>();

  /** The lines that end in this piece, as one piece; undefined while there are none. */
  add(event: Output): Output | undefined {
    const key = `${event.statement} ${event.stream} ${event.late}`;
    const text = (this.#held.get(key)?.text ?? '') + event.text;
    const end = text.lastIndexOf('\n') + 1;
    if (end < text.length) this.#held.set(key, { ...event, text: text.slice(end) });
    else this.#held.delete(key);
    return end === 0 ? undefined : { ...event, text: text.slice(0, end) };
  }

  /** What is held of one statement's output, or of all: it is over. */
  rest(statement?: string): readonly Output[] {
    const found = [...this.#held].filter(([, event]) => !statement || event.statement === statement);
    for (const [key] of found) this.#held.delete(key);
    return found.map(([, event]) => event);
  }
}
