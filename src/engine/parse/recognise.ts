import { plainText } from './characters.ts';
import { isWay, meantWay } from './way.ts';

/** What a comment is to us. `fix` is the line that was probably meant. */
type Recognised =
  | { readonly kind: 'expect' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'way' }
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
  const colon = comment.search(/[:\uff1a\ufe55]/u);
  const head = colon < 0 ? comment : comment.slice(0, colon + 1);
  const plain = plainText(head);
  // What stands behind the colon may well hold such a character: there it is text.
  if (plain === head) return recognisePlain(comment);
  const fix = `${plain} ${comment.slice(head.length).trimStart()}`;
  const seen = recognisePlain(fix);
  return seen.kind === 'expect' || seen.kind === 'wait' ? { kind: 'lookalike', fix } : seen;
}

function recognisePlain(comment: string): Recognised {
  if (isWay(comment)) return { kind: 'way' };
  const way = meantWay(comment);
  if (way !== undefined) return { kind: 'lookalike', fix: way };
  if (!/^#+!?\s*(?:[ewx]|→|⇒|➜|⟶|[-=]+>)/i.test(comment)) return prose;
  if (/^# expect(?: [^:]*)?:/.test(comment)) return { kind: 'expect' };
  if (/^# wait(?: within(?: [^\s:]+)?)?:/.test(comment)) return { kind: 'wait' };
  const arrow = /^#\s*(?:→|⇒|➜|⟶|[-=]+>)\s*(\S.*)$/.exec(comment);
  if (arrow) return { kind: 'arrow', fix: `# expect: ${arrow[1]}` };
  return lookalikeExpect(comment) ?? misspeltExpect(comment) ?? lookalikeWait(comment) ?? prose;
}

function lookalikeExpect(comment: string): Recognised | undefined {
  const match =
    /^#+!?\s*expect(?:s|ed|ing|ation|ations)?(?![\p{L}\p{N}_-])(?:\s+(?:output|result|that|to\s+see))?\s*(.*)$/iu.exec(
      comment,
    );
  if (!match) return undefined;
  const rest = (match[1] ?? '').trim().replace(/^(?:[:;=-]|→|->|=>)\s+/, '');
  return { kind: 'lookalike', fix: meant(rest) };
}

/** `# exepct: x`: one slip of the finger away from expect, and with a colon. `expert` is a word of its own. */
function misspeltExpect(comment: string): Recognised | undefined {
  const [, word = '', rest = ''] =
    /^#\s*([a-z]{5,8})((?:\s+[a-z]+|\s+\d+[a-z]+)*\s*:.*)$/.exec(comment) ?? [];
  if (word === 'expert' || word === '' || !isOneSlip(word, 'expect')) return undefined;
  return { kind: 'lookalike', fix: meant(rest.trim()) };
}

/** Whether one letter too many, too few, another one, or two swapped make the difference. */
function isOneSlip(written: string, word: string): boolean {
  let same = 0;
  while (same < word.length && written[same] === word[same]) same += 1;
  const [left, right] = [written.slice(same), word.slice(same)];
  const swapped = left.charAt(1) + left.charAt(0) + left.slice(2);
  return (
    left.slice(1) === right ||
    left === right.slice(1) ||
    left.slice(1) === right.slice(1) ||
    swapped === right
  );
}

const plainWords: ReadonlySet<string> = new Set([
  'row',
  'exact',
  'regex',
  'json',
  'exit',
  'not',
  'stdout',
  'stderr',
]);

/** The directive that a text was probably meant to be: leading words of the grammar stay before the colon. */
function meant(rest: string): string {
  const head: string[] = [];
  let text = rest;
  for (;;) {
    const [taken, word = '', duration = ''] =
      /^([A-Za-z]+)(?=[\s:]|$)(?:\s+(\d+[a-z]+)(?=[\s:]|$))?\s*/.exec(text) ?? [];
    const name = word.toLowerCase();
    const timed = (name === 'within' || name === 'for') && duration !== '';
    if (taken === undefined || !(timed || plainWords.has(name))) break;
    head.push(timed ? `${name} ${duration}` : name);
    text = text.slice(timed ? taken.length : word.length).trimStart();
  }
  text = text.replace(/^:\s*/, '');
  return `# expect${head.map((word) => ` ${word}`).join('')}: ${text || '…'}`;
}

function lookalikeWait(comment: string): Recognised | undefined {
  const match =
    /^#+!?\s*waits?\b([^:]*):\s*((?:port\s+\d|https?:|http\s|log\s).*)$/i.exec(comment) ??
    /^#\s*wait((?:\s+within\s+\S+)?)\s+(port\s+\d+|http\s+https?:\S+)$/.exec(comment);
  if (!match) return undefined;
  const within = /within\s+\S+/.exec(match[1] ?? '');
  return { kind: 'lookalike', fix: `# wait${within ? ` ${within[0]}` : ''}: ${match[2]}` };
}
