import type { YAMLError } from 'yaml';

/** What is wrong with some YAML and how to fix it, for people. `text` is the YAML, if it is at hand. */
export function yamlFault(error: YAMLError, text = ''): { readonly reason: string; readonly hint: string } {
  const reason = error.message.replace(/\.$/, '');
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { reason, hint: 'Indent with spaces.' };
    case 'DUPLICATE_KEY': {
      const key = /^[^\s:]+/.exec(text.slice(error.pos[0]))?.[0];
      return { reason: key ? `the key \`${key}\` stands twice` : reason, hint: 'Keep one of them.' };
    }
    case 'BAD_INDENT':
      return { reason, hint: 'Put keys of one map below one another.' };
    case 'MISSING_CHAR':
      return { reason, hint: 'Close the quote or bracket, or put a blank behind the colon of a key.' };
    default:
      return { reason, hint: 'Fix the YAML; texts with `: `, `#` or brackets in them need quotes.' };
  }
}
