import { parseDirective } from '../../parse/directive.ts';

/** A check to be written: the words before the colon, and the text behind it. */
export type Check = { readonly words?: string; readonly text: string };

/** `# expect row: a b` */
export function directiveOf({ words, text }: Check): string {
  return `# expect${words ? ` ${words}` : ''}: ${text}`;
}

/** Why the engine would refuse it as a directive; undefined when it takes it. */
export function refusal(check: Check): string | undefined {
  const result = parseDirective(directiveOf(check));
  return 'problem' in result ? result.problem.message : undefined;
}
