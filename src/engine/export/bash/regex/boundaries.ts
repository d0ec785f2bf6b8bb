import { type RegexNode, UnsupportedRegex } from './parse-regex.ts';

/** Whether a part can match nothing, and whether a `\b` can stand at its start or its end with nothing between. */
type Edges = { readonly nullable: boolean; readonly leads: boolean; readonly trails: boolean };

/**
 * The mark for an end of a word is taken once: two `\b` that can meet at one place can't be said with it.
 * @throws UnsupportedRegex when they can.
 */
export function checkBoundaries(node: RegexNode): void {
  edgesOf(node);
}

function edgesOf(node: RegexNode): Edges {
  switch (node.kind) {
    case 'set':
      return { nullable: false, leads: false, trails: false };
    case 'start':
    case 'end':
      return { nullable: true, leads: false, trails: false };
    case 'boundary':
      return { nullable: true, leads: true, trails: true };
    case 'sequence':
      return node.parts.map(edgesOf).reduce(joined, { nullable: true, leads: false, trails: false });
    case 'either':
      return node.branches.map(edgesOf).reduce((one, other) => ({
        nullable: one.nullable || other.nullable,
        leads: one.leads || other.leads,
        trails: one.trails || other.trails,
      }));
    case 'repeat': {
      const inside = edgesOf(node.node);
      if (node.max > 1) joined(inside, inside);
      return { ...inside, nullable: inside.nullable || node.min === 0 };
    }
    default:
      return node satisfies never;
  }
}

function joined(one: Edges, other: Edges): Edges {
  if (one.trails && other.leads) throw new UnsupportedRegex('have two `\\b` at one place');
  return {
    nullable: one.nullable && other.nullable,
    leads: one.leads || (one.nullable && other.leads),
    trails: other.trails || (other.nullable && one.trails),
  };
}
