import { nearest } from '../diagnostics/nearest.ts';
import type { ObjectArgs } from '../model/runbook.ts';
import { type Difference, distance } from './contains.ts';
import { isList, isMap, type JsonMap } from './json-map.ts';
import type { Asked, Finding } from './kind.ts';
import { objectDifferences } from './object-match.ts';
import type { ObjectSection } from './object-report.ts';

/** How many values are told; the page has the others. */
const toldValues = 3;

/** The first of several texts, and how many more there are. */
export function firstOf(texts: readonly string[]): string {
  const more = texts.length > toldValues ? ` and ${texts.length - toldValues} more` : '';
  return `${texts.slice(0, toldValues).join(', ')}${more}`;
}

/**
 * What the section of a document says of its object: whether one of those that were read has the wanted part, else how
 * the one that comes closest differs, and of one that isn't there which others there are.
 */
export function findObject(
  args: ObjectArgs,
  section: ObjectSection | undefined,
  { variables }: Asked,
): Finding {
  if (section?.found === undefined) {
    const { problem = 'the cluster was not read', hint } = section ?? {};
    return { result: 'unknown', errored: false, actual: problem, ...(hint === undefined ? {} : { hint }) };
  }
  const looked = section.found
    .map((item) => ({ item, unlike: objectDifferences(args, item, variables) }))
    .toSorted((one, other) => distance(one.unlike) - distance(other.unlike));
  const [closest] = looked;
  if (closest === undefined) return notThere(args, section);
  if (closest.unlike.length > 0) return unlike(args, closest, section);
  const line = nameOf(closest.item, args);
  return { result: 'found', where: { line, from: 1, to: line.length + 1 } };
}

function notThere({ called, name, kind }: ObjectArgs, { others = [] }: ObjectSection): Finding {
  const near = name === undefined ? undefined : nearest(name, others);
  const hint = near
    ? `Did you mean \`${near}\`?`
    : `Of this kind there ${others.length === 1 ? 'is' : 'are'} ${others.join(', ')}.`;
  return {
    result: 'missing',
    actual: `there is no ${called}`,
    hint: others.length === 0 ? `There is no ${kind} at all in that place.` : hint,
  };
}

type Closest = { readonly item: JsonMap; readonly unlike: readonly Difference[] };

/** How the object that comes closest is not as asked: its first difference, and how many more there are. */
function unlike(
  args: ObjectArgs,
  { item, unlike: [first, ...more] }: Closest,
  { of }: ObjectSection,
): Finding {
  const several = of !== undefined && of > 1;
  const hints = [
    first?.hint ?? '',
    several ? `Of ${of} objects this one comes closest.` : '',
    more.length > 0 ? `Also expected: ${firstOf(more.map(({ expected }) => expected))}.` : '',
  ].filter(Boolean);
  return {
    result: 'missing',
    expected: first?.expected ?? args.called,
    actual: several ? `${nameOf(item, args)}: ${first?.actual}` : (first?.actual ?? ''),
    ...(hints.length > 0 ? { hint: hints.join(' ') } : {}),
  };
}

/** An object by its kind and name, and whether it is only still there. */
function nameOf({ metadata }: JsonMap, { kind }: ObjectArgs): string {
  if (!isMap(metadata)) return kind;
  const { namespace, name, deletionTimestamp, finalizers } = metadata;
  const place = typeof namespace === 'string' ? `${namespace}/` : '';
  const waits = isList(finalizers) ? `, waiting for ${finalizers.join(', ')}` : '';
  const leaving = deletionTimestamp === undefined ? '' : ` (being deleted${waits})`;
  return `${kind} ${place}${String(name)}${leaving}`;
}
