import type { Pattern, PatternPart } from '../../expectations/pattern.ts';

/**
 * Patterns as words of bash that are extended regular expressions, for `LC_ALL=C grep -E`. What grep can't say of the ends
 * of words (`1,500`, `2/3`, IPv6, letters beyond ASCII) is decided against the check: `strict` finds nothing that the
 * engine wouldn't find; `loose` finds all that it would, for checks that something is not there.
 */
type Mode = 'strict' | 'loose';

/** What grep can't look for: why, as the end of a sentence. */
export class NoRegex extends Error {}

/** A line that has the text, by whole words. */
export function lineWord({ parts, quoted }: Pattern, mode: Mode): string {
  const body = parts.map((part) => partText(part, mode)).join('');
  if (quoted) return `"${body}"`;
  return `"${startText(parts[0], mode)}${body}${endText(parts.at(-1), mode)}"`;
}

/** The whole fields of a row, a word each. */
export function fieldWords(fields: readonly (readonly PatternPart[])[], mode: Mode): readonly string[] {
  return fields.map((field) => {
    const rest = field.length === 1 ? '+' : '*';
    const texts = field.map((part) => (part.kind === 'gap' ? `[^[:space:]]${rest}` : partText(part, mode)));
    return `"${texts.join('')}"`;
  });
}

function partText(part: PatternPart, mode: Mode): string {
  switch (part.kind) {
    case 'literal':
      return literalText(part.text);
    case 'blanks':
      return mode === 'strict' ? '[[:space:]]+' : '${rb_any_blank}+';
    case 'gap':
      return '.*';
    case 'octet':
      return '${rb_octet}';
    case 'variable':
      if (mode === 'loose') throw new NoRegex('check that the value of a variable is not there');
      return `$(rb_value ${part.name})`;
    case 'protocol':
      return mode === 'strict' ? 'HTTP' : 'HTTP(/[0-9.]+)?';
    case 'status':
      return part.status.replaceAll('x', '[0-9]');
    default:
      return part satisfies never;
  }
}

/** A text as a regular expression between double quotes. */
function literalText(text: string): string {
  return text.replace(/[$"`\\^.*+?()[\]{}|]/g, (character) => {
    if ('$"`'.includes(character)) return character === '$' ? '[\\$]' : `\\${character}`;
    if (character === '\\') return '[\\\\]';
    return character === '^' ? '\\^' : `[${character}]`;
  });
}

/** What may stand in front of a text that begins so, as a variable of the runtime: see `startsInside` of the engine. */
function startText(part: PatternPart | undefined, mode: Mode): string {
  const { edge, neighbour } = edgeOf(part, 'first');
  if (edge === '') return '';
  if (!isWord(edge)) return mode === 'strict' ? cutText(edge, neighbour, 'before') : '';
  return `\${rb_${mode === 'loose' ? 'any_' : ''}${nameOf(edge, mode)}_before}`;
}

/** The same of what may stand behind: see `endsInside`. */
function endText(part: PatternPart | undefined, mode: Mode): string {
  const { edge, neighbour } = edgeOf(part, 'last');
  if (edge === '') return '';
  if (!isWord(edge)) return mode === 'strict' ? cutText(edge, neighbour, 'after') : '';
  return `\${rb_${mode === 'loose' ? 'any_' : ''}${nameOf(edge, mode)}_after}`;
}

type Edge = { readonly edge: string; readonly neighbour: string };

/** The outermost character and the one beside it. */
function edgeOf(part: PatternPart | undefined, which: 'first' | 'last'): Edge {
  switch (part?.kind) {
    case 'literal': {
      const characters = [...part.text];
      const [edge = '', neighbour = ''] = which === 'first' ? characters : characters.reverse();
      return { edge, neighbour };
    }
    case 'octet':
    case 'status':
      return { edge: '0', neighbour: '0' };
    case 'protocol':
      return { edge: 'H', neighbour: 'T' };
    case 'variable':
      throw new NoRegex('tell where the word ends that the value of a variable begins or ends');
    default:
      return { edge: '', neighbour: '' };
  }
}

/** A sign, point, comma, stroke or colon at an end may be in the middle of a number or of an address. */
function cutText(edge: string, neighbour: string, where: 'before' | 'after'): string {
  if (edge === ':') return `\${rb_colon_${where}}`;
  return /^[.,/+-]$/.test(edge) && (neighbour === '' || isDigit(neighbour)) ? `\${rb_cut_${where}}` : '';
}

function nameOf(character: string, mode: Mode): string {
  if (isDigit(character)) return 'digit';
  if (mode === 'loose') return 'word';
  return /^[a-f]$/i.test(character) ? 'hex' : 'word';
}

function isWord(character: string): boolean {
  return /[\p{L}\p{M}\p{N}_]/u.test(character);
}

function isDigit(character: string): boolean {
  return /^[0-9]$/.test(character);
}
