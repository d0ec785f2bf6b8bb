import { nearest } from '../diagnostics/nearest.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { plainValue } from '../model/os-names.ts';
import type { PlanOptions } from '../model/plan.ts';
import type { Block, Runbook, Variant } from '../model/runbook.ts';
import { blocksOf } from '../model/statements.ts';

/** What a run takes of several ways: by the name of the choice, in small letters. */
type Chosen = Readonly<Record<string, readonly string[]>>;

/**
 * Says of a block why it isn't the way that a run takes, and nothing when it is. Chosen is what was asked for; else of
 * systems that of this machine, of tabs the one that is shown first, of others the first on the page.
 */
export function chooseVariants(
  runbook: Runbook,
  { variants = {}, os }: Pick<PlanOptions, 'variants' | 'os'>,
): (block: Block) => string | undefined {
  const all = blocksOf(runbook).flatMap(({ variants: own = [] }) => own);
  if (all.length === 0) return () => undefined;
  const asked: Chosen = { ...(os === undefined ? {} : { os: [os] }), ...plain(variants) };
  const usual = new Map<string, string>();
  for (const variant of all) {
    const first = variant.usual ?? variant.values[0];
    if (!usual.has(variant.name) && first !== undefined) usual.set(variant.name, first);
  }
  return ({ variants: own = [] }) => {
    for (const variant of own) {
      const taken = takenOf(variant, asked, usual.get(variant.name));
      if (!taken.some((value) => variant.values.includes(value))) return reason(variant, taken);
    }
    return undefined;
  };
}

function plain(variants: Chosen): Chosen {
  const entries = Object.entries(variants);
  return Object.fromEntries(
    entries.map(([name, values]) => [name, values.map((value) => plainValue(value, name))]),
  );
}

/** The values that are taken where this one stands. A group of tabs that has none of them is shown as it usually is. */
function takenOf(
  { name, among, usual }: Variant,
  asked: Chosen,
  first: string | undefined,
): readonly string[] {
  const wanted = asked[name] ?? (first === undefined ? [] : [first]);
  // On another system than those of the tabs none of them is right.
  if (among === undefined || name === 'os' || wanted.some((value) => among.includes(value))) return wanted;
  return usual === undefined ? [] : [usual];
}

function reason({ name, label, among }: Variant, taken: readonly string[]): string {
  const what = among === undefined ? `for \`${name}=${label}\`` : `the tab \`${label}\``;
  return `${what}; this run takes \`${name}=${taken.join(',')}\``;
}

/** Choices that were asked for and that no page has. */
export function unknownVariants(runbooks: readonly Runbook[], variants: Chosen = {}): readonly Diagnostic[] {
  const known = new Map<string, Set<string>>();
  for (const { name, values, among = [] } of runbooks
    .flatMap(blocksOf)
    .flatMap(({ variants: own = [] }) => own)) {
    known.set(name, new Set([...(known.get(name) ?? []), ...values, ...among]));
  }
  return Object.entries(plain(variants)).flatMap(([name, values]) => {
    const there = known.get(name);
    // Which system it is may be said of any page.
    if (there === undefined) return name === 'os' ? [] : [unknownName(name, [...known.keys()])];
    return values.filter((value) => !there.has(value)).map((value) => unknownValue(name, value, [...there]));
  });
}

function unknownName(name: string, known: readonly string[]): Diagnostic {
  const near = nearest(name, known);
  const all = known.map((each) => `\`${each}\``).join(', ');
  const hint = near
    ? `Did you mean \`${near}\`?`
    : all
      ? `There is ${all}.`
      : 'No block is one of several ways.';
  return unknown(`Nothing is chosen by \`${name}\` here`, hint);
}

function unknownValue(name: string, value: string, known: readonly string[]): Diagnostic {
  const near = nearest(value, known);
  const hint = near
    ? `Did you mean \`${name}=${near}\`?`
    : `Use one of ${known.map((each) => `\`${name}=${each}\``).join(', ')}.`;
  return unknown(`Nothing here is for \`${name}=${value}\``, hint);
}

function unknown(message: string, hint: string): Diagnostic {
  return { code: 'plan/no-such-variant', severity: 'error', message, hint };
}
