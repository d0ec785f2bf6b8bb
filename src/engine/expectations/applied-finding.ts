import { nearest } from '../diagnostics/nearest.ts';
import type { AppliedLines } from './applied-report.ts';
import type { Finding } from './kind.ts';

/** What is asked of the objects of a manifest, or of the one that is named: what became of them, or a condition. */
export type AppliedArgs = { readonly object?: string } & (
  | { readonly result: string }
  | { readonly condition: string; readonly status: string }
);

/**
 * What the lines of an applied manifest say: of several objects all must be as asked, so that a check doesn't pass by
 * one of them. A condition that is not there is unknown, also for `not`.
 */
export function findApplied(args: AppliedArgs, all: readonly AppliedLines[], negated: boolean): Finding {
  const { object } = args;
  const chosen = object === undefined ? all : all.filter(({ name }) => isCalled(name, object));
  if (chosen.length === 0)
    return unknown(object === undefined ? 'nothing was applied' : `${object} was not applied`);
  if ('result' in args) return findAmong(chosen.map(resultIn(args.result)), negated);
  const seen = conditionsIn(args, chosen);
  const silent = seen.find(({ has }) => !has);
  if (negated && silent) return unknown(silent.line);
  return seen.length === 0 ? noCondition(args.condition, chosen) : findAmong(seen, negated);
}

function unknown(actual: string): Finding {
  return { result: 'unknown', errored: false, actual };
}

/** Met by all; with `not` already by one. */
function findAmong(seen: readonly Seen[], negated: boolean): Finding {
  const met = negated ? seen.some(({ fits }) => fits) : seen.every(({ fits }) => fits);
  const line = (seen.find(({ fits }) => fits === negated) ?? seen[0])?.line ?? '';
  return met
    ? { result: 'found', where: { line, from: 1, to: line.length + 1 } }
    : { result: 'missing', actual: line };
}

/** `deployment.apps/web` is also called `deployment/web`. */
function isCalled(name: string, asked: string): boolean {
  return [name, name.replace(/^([^./]+)\.[^/]*/, '$1')].includes(asked.toLowerCase());
}

/** An object that counts, and whether it is as asked. */
type Seen = { readonly fits: boolean; readonly line: string };

function resultIn(wanted: string): (object: AppliedLines) => Seen {
  return ({ name, result }) => ({ fits: result === wanted, line: `${name} ${result}` });
}

/** The objects of each kind of which at least one has the condition: the others of that kind will have it too. */
function conditionsIn(
  { condition: type, status }: Extract<AppliedArgs, { condition: string }>,
  objects: readonly AppliedLines[],
): readonly (Seen & { readonly has: boolean })[] {
  const having = objects.filter(({ conditions }) => conditions.some((each) => each.type === type));
  const kinds = new Set(having.map(kindOf));
  return objects
    .filter((object) => kinds.has(kindOf(object)))
    .map(({ name, conditions }) => {
      const found = conditions.find((each) => each.type === type);
      const line = `${name} ${found?.line ?? `has no ${type} yet`}`;
      return { fits: found?.status === status, has: found !== undefined, line };
    });
}

function kindOf({ name }: AppliedLines): string {
  return name.slice(0, name.indexOf('/'));
}

function noCondition(type: string, objects: readonly AppliedLines[]): Finding {
  const there = [...new Set(objects.flatMap(({ conditions }) => conditions.map((each) => each.type)))];
  const near = nearest(type, there);
  const known =
    there.length === 0 ? 'No object has reported any condition.' : `There is ${there.join(', ')}.`;
  return {
    result: 'unknown',
    errored: false,
    actual: `no object has the condition ${type}`,
    hint: near ? `Did you mean \`${near}\`?` : known,
  };
}
