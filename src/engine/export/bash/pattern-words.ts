import type { Pattern, PatternPart } from '../../expectations/pattern.ts';

/** The parts of a pattern as arguments of the functions that look for one. */
export function patternWords({ parts }: Pattern): readonly string[] {
  return parts.map(partWord);
}

function partWord(part: PatternPart): string {
  switch (part.kind) {
    case 'literal':
      return `=${part.text}`;
    case 'blanks':
      return '_';
    case 'gap':
      return '...';
    case 'octet':
      return 'x';
    case 'variable':
      return `$${part.name}`;
    case 'protocol':
      return 'HTTP';
    case 'status':
      return `#${part.status}`;
    default:
      return part satisfies never;
  }
}
