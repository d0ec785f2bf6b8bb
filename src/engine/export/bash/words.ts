import { quote } from '../../shell/quote.ts';

/** A text as one word of bash, quoted only where it needs to be. */
export function word(text: string): string {
  return /^[\w./:=@%+,-]+$/.test(text) ? text : quote(text);
}

/** Whole seconds, which is all that bash 3.2 counts in; never none. */
export function secondsOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

/** Lines as comments, without blanks at their ends. */
export function commented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `# ${line}`.trimEnd())
    .join('\n');
}
