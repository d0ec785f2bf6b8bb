/** Something that talks: `name` is how arrows call it, `note` what it is. */
export type DiagramNode = { readonly name: string; readonly note: string };

/**
 * A cluster or another place, from left to right; its rows from top to bottom. One without rows of its own is a single
 * thing outside of any cluster: it has one row with itself.
 */
export type DiagramGroup = {
  readonly name: string;
  readonly note: string;
  readonly alone: boolean;
  readonly rows: readonly (readonly DiagramNode[])[];
};

/** Where a node stands; all from 0. */
export type Spot = { readonly group: number; readonly row: number; readonly column: number };

/** `solid`: it gets there. `dotted`: it could, and doesn't here. `refused`: it doesn't get there. */
export type ArrowKind = 'solid' | 'dotted' | 'refused';

export type DiagramArrow = {
  readonly kind: ArrowKind;
  readonly from: Spot;
  readonly to: Spot;
  readonly label: string;
};

/** What talks to what, as a page writes it in a `diagram` block. */
export type Diagram = {
  readonly title: string;
  readonly groups: readonly DiagramGroup[];
  readonly arrows: readonly DiagramArrow[];
};

/** The node of a spot; there is one for each spot of a diagram's arrows. */
export function nodeAt({ groups }: Diagram, { group, row, column }: Spot): DiagramNode {
  return groups[group]?.rows[row]?.[column] ?? { name: '', note: '' };
}
