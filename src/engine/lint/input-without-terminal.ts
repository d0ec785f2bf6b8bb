import type { Rule } from './rule.ts';

/** Finds `input` on a block without a terminal to type it at. */
export const inputWithoutTerminal: Rule = {
  code: 'parse/missing-option',
  severity: 'error',
  check({ fences }, report) {
    for (const { options } of fences) {
      const input = options.get('input');
      if (input === undefined || options.has('tty')) continue;
      const message = '`input` types at a terminal, and this block has none.';
      report({
        message,
        hint: 'Add `tty`, or feed the command by a pipe or a here-document.',
        span: input.span,
      });
    }
  },
};
