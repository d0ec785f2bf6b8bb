import { type ArrowKind, type Diagram, nodeAt, type Spot } from '../../engine/diagram/diagram.ts';

const verbs: Readonly<Record<ArrowKind, string>> = {
  solid: 'to',
  dotted: 'could go to',
  refused: 'does not get through to',
};

/** What a diagram shows, a sentence for each arrow: for whoever doesn't see it. */
export function inWords(diagram: Diagram): readonly string[] {
  const called = (spot: Spot): string => {
    const { name } = nodeAt(diagram, spot);
    const group = diagram.groups[spot.group];
    return group && !group.alone ? `${name} (${group.name})` : name;
  };
  return diagram.arrows.map(
    ({ kind, from, to, label }) =>
      `${called(from)} ${verbs[kind]} ${called(to)}${label ? `: ${label}` : ''}.`,
  );
}
