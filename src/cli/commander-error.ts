import type { Diagnostic } from '../engine/model/diagnostic.ts';

/**
 * What commander complains of, as every other mistake on the command line is said: what is wrong, and how to put it
 * right. `call` is the command that was called, for the hint where commander has none.
 */
export function commanderDiagnostic(text: string, call: string): Diagnostic {
  const [said = '', suggestion] = text
    .trim()
    .replace(/^error: /, '')
    .split(/\n\((.*)\)$/s);
  // A reader of an option says behind a full stop what it takes.
  const [what = '', advice] = said.split(/\. (?=[A-Z])/, 2);
  const message = quoted(what.replace(/\.$/, ''));
  const hint = suggestion?.replace(/^Did you mean (.*)\?$/, 'Did you mean `$1`?') ?? advice;
  return {
    code: 'cli/usage',
    severity: 'error',
    message: message.charAt(0).toUpperCase() + message.slice(1),
    hint: hint === undefined ? `See \`${call} --help\`.` : quoted(hint),
  };
}

/** Words of the command line between backticks, as in our own messages. */
function quoted(text: string): string {
  return text.replace(/(?<=^|\s)'([^']*)'/g, '`$1`');
}
