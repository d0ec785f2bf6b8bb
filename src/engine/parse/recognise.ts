/** What a comment is to us. `fix` is the line that was probably meant. */
export type Recognised =
  | { readonly kind: 'expect' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'lookalike'; readonly fix: string }
  | { readonly kind: 'arrow'; readonly fix: string }
  | { readonly kind: 'prose' };

const prose: Recognised = { kind: 'prose' };

/**
 * Tells directives from prose by the comment's text, `#` included. Whatever starts with a form of the word expect is
 * no prose: a check that is silently none is the worst bug a document can have. `# Wait for it` often is prose, so
 * only what also says what to wait for looks like a directive.
 */
export function recognise(comment: string): Recognised {
  if (!/^#+!?\s*(?:expect|wait|→|⇒|➜|⟶|[-=]+>)/i.test(comment)) return prose;
  if (/^# expect(?: [^:]*)?:/.test(comment)) return { kind: 'expect' };
  if (/^# wait(?: within(?: [^\s:]+)?)?:/.test(comment)) return { kind: 'wait' };
  const arrow = /^#\s*(?:→|⇒|➜|⟶|[-=]+>)\s*(\S.*)$/.exec(comment);
  if (arrow) return { kind: 'arrow', fix: `# expect: ${arrow[1]}` };
  return lookalikeExpect(comment) ?? lookalikeWait(comment) ?? prose;
}

function lookalikeExpect(comment: string): Recognised | undefined {
  const match =
    /^#+!?\s*expect(?:s|ed|ing|ation|ations)?(?![\p{L}\p{N}_-])(?:\s+(?:output|result|that|to\s+see))?\s*(.*)$/iu.exec(
      comment,
    );
  if (!match) return undefined;
  const rest = (match[1] ?? '').trim();
  const words =
    /^((?:(?:row|exact|regex|json|exit|not|stdout|stderr|(?:within|for)\s+\S+)\s*)*):\s*(.*)$/.exec(rest);
  const fix = words
    ? `# expect${words[1] ? ` ${words[1].trim()}` : ''}: ${words[2] || '…'}`
    : `# expect: ${rest.replace(/^:\s*/, '') || '…'}`;
  return { kind: 'lookalike', fix };
}

function lookalikeWait(comment: string): Recognised | undefined {
  const match = /^#+!?\s*waits?\b([^:]*):\s*((?:port\s+\d|https?:|http\s|log\s).*)$/i.exec(comment);
  if (!match) return undefined;
  const within = /within\s+\S+/.exec(match[1] ?? '');
  return { kind: 'lookalike', fix: `# wait${within ? ` ${within[0]}` : ''}: ${match[2]}` };
}
