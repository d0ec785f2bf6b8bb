/**
 * What there is to say about a diagnostic beyond its message. `means` says what was found, `why` why that matters.
 * The examples are Markdown of a page; of codes that are about more than one page they are what is typed in a
 * terminal. Texts may have `code` in them, and no other markup.
 */
export type Explanation = {
  readonly means: string;
  readonly why: string;
  readonly wrong: string;
  readonly fixed: string;
  readonly shown: 'page' | 'terminal';
};

type Page = Omit<Explanation, 'shown'>;

/** An explanation whose examples are pages: they are parsed as a test. */
export function page(explanation: Page): Explanation {
  return { ...explanation, shown: 'page' };
}

/** An explanation whose examples are command lines, with what they say. */
export function terminal(explanation: Page): Explanation {
  return { ...explanation, shown: 'terminal' };
}

/** A fence with its lines, for an example. */
export function fence(info: string, ...lines: readonly string[]): string {
  return [`\`\`\`${info}`, ...lines, '```'].join('\n');
}

/** A shell block with its lines. */
export function bash(...lines: readonly string[]): string {
  return fence('bash', ...lines);
}

/** A page of a head and one block. */
export function headed(head: readonly string[], block: string = bash('date')): string {
  return ['---', ...head, '---', '', block].join('\n');
}
