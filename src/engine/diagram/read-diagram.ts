import { arrowWay } from './arrow-way.ts';
import type { Diagram, DiagramArrow, DiagramGroup, Spot } from './diagram.ts';
import { type ArrowLine, lineOf, type NamedPart } from './diagram-line.ts';

/** What is wrong, with the 0-based line of the block and the columns of it. */
type DiagramProblem = {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly message: string;
  readonly hint: string;
};

/** With a problem the diagram must not be drawn. */
type ReadDiagram = { readonly diagram: Diagram; readonly problems: readonly DiagramProblem[] };

type OpenGroup = { name: string; note: string; rows: { name: string; note: string }[][] };

/**
 * Reads the text of a `diagram` block: a title; groups with rows of names below them, indented; arrows between names,
 * `a --> b: label`. Pure, and never throws.
 */
export function readDiagram(text: string): ReadDiagram {
  const problems: DiagramProblem[] = [];
  const groups: OpenGroup[] = [];
  const arrows: (ArrowLine & { readonly line: number })[] = [];
  const rows = text.split('\n');
  const first = rows.findIndex((row) => row.trim() !== '');
  for (const [line, row] of rows.entries()) {
    if (line <= first || row.trim() === '') continue;
    const read = lineOf(row);
    const complain = (message: string, hint: string) =>
      problems.push({
        line,
        from: row.length - row.trimStart().length,
        to: row.trimEnd().length,
        message,
        hint,
      });
    if (read.is === 'arrow') arrows.push({ ...read.arrow, line });
    else if (read.is === 'wrong') complain(read.message, read.hint);
    else if (read.is === 'group') groups.push({ ...read.part, rows: [] });
    else if (groups.length === 0)
      complain('A row stands above the first group.', 'Write the name of its group above it, not indented.');
    else groups.at(-1)?.rows.push([...read.parts]);
  }
  const whole = groups.map(close);
  const title = rows[first]?.trim() ?? '';
  problems.push(
    ...aboutWhole({ title, groups: whole, arrows: arrows.length, line: Math.max(first, 0), rows }),
  );
  const drawn = arrows.flatMap((arrow) => join(arrow, whole, rows[arrow.line] ?? '', problems));
  return { diagram: { title, groups: whole, arrows: drawn }, problems };
}

function close({ name, note, rows }: OpenGroup): DiagramGroup {
  return rows.length > 0
    ? { name, note, alone: false, rows }
    : { name, note, alone: true, rows: [[{ name, note }]] };
}

type Whole = {
  readonly title: string;
  readonly groups: readonly DiagramGroup[];
  readonly arrows: number;
  readonly line: number;
  readonly rows: readonly string[];
};

function aboutWhole({ title, groups, arrows, line, rows }: Whole): DiagramProblem[] {
  const to = Math.max(1, rows[line]?.trimEnd().length ?? 1);
  const at = { line, from: 0, to };
  if (title === '')
    return [
      { ...at, message: 'The diagram is empty.', hint: 'Write a title, and below it what talks to what.' },
    ];
  if (lineOf(rows[line] ?? '').is === 'arrow')
    return [{ ...at, message: 'The diagram has no title.', hint: 'Say in its first line what it shows.' }];
  if (arrows === 0)
    return [
      {
        ...at,
        message: 'Nothing in the diagram talks to anything.',
        hint: 'Write an arrow: `a --> b: how`.',
      },
    ];
  const places = groups.flatMap((group) =>
    group.rows.flat().map(({ name }) => (group.alone ? name : `${group.name}/${name}`)),
  );
  const twice = places.find((place, index) => places.indexOf(place) !== index);
  if (twice === undefined) return [];
  return [
    { ...at, message: `\`${twice}\` is there twice.`, hint: 'Give each thing of a group a name of its own.' },
  ];
}

function join(
  { kind, from, to, label, line }: ArrowLine & { readonly line: number },
  groups: readonly DiagramGroup[],
  row: string,
  problems: DiagramProblem[],
): DiagramArrow[] {
  const find = (part: NamedPart): Spot | undefined => {
    const spots = spotsOf(groups, part.name);
    if (spots.length === 1) return spots[0];
    const known = groups.flatMap((group) => group.rows.flat().map(({ name }) => name));
    const message =
      spots.length > 1
        ? `\`${part.name}\` is in several groups.`
        : `Nothing in the diagram is called \`${part.name}\`.`;
    const hint =
      spots.length > 1
        ? `Write the group before it: \`${groups[spots[0]?.group ?? 0]?.name}/${part.name}\`.`
        : `There are ${[...new Set(known)].join(', ') || 'no names above the arrows'}.`;
    problems.push({ line, from: part.at, to: part.at + part.name.length, message, hint });
    return undefined;
  };
  const [start, end] = [find(from), find(to)];
  if (!start || !end) return [];
  const way = arrowWay(groups, start, end);
  if (typeof way === 'string') return [{ kind, from: start, to: end, label }];
  const message = `\`${from.name}\` and \`${to.name}\` can't be joined: ${way.why}.`;
  problems.push({ line, from: from.at, to: row.trimEnd().length, message, hint: way.hint });
  return [];
}

/** Where a name stands: `productpage`, or `west/productpage` where several groups have one. */
function spotsOf(groups: readonly DiagramGroup[], name: string): readonly Spot[] {
  return groups.flatMap((group, index) =>
    group.rows.flatMap((row, rowIndex) =>
      row.flatMap((node, column) =>
        node.name === name || `${group.name}/${node.name}` === name
          ? [{ group: index, row: rowIndex, column }]
          : [],
      ),
    ),
  );
}
