import type { Parsed } from '../../parse.ts';
import type { Conversion, Remark } from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { type ClusterUse, clusterUses } from './cluster-variables.ts';
import type { Head } from './head.ts';

/** Contexts by the variable that holds their name. */
export type Contexts = Readonly<Record<string, string>>;

type Around = { readonly head: Head | undefined; readonly contexts: Contexts };

/** A cluster to declare; `known`: how it is known which context is meant. */
type Declared = {
  readonly name: string;
  readonly context: string;
  readonly at: number;
  readonly known: 'given' | 'set by the page' | 'named by the page' | 'guessed' | 'needed';
};

/**
 * Declares the clusters that a runbook's commands use and its front matter doesn't name. Which context is meant the
 * text rarely says: what isn't given is a guess, marked as one.
 */
export function declareClusters(
  parsed: Parsed,
  source: ImportSource,
  { head, contexts }: Around,
): Conversion {
  const { clusters } = parsed.runbook.meta;
  const found = Object.keys(clusters).length > 0 ? [] : clustersOf(parsed, contexts);
  const unused = unusedNotes(
    found.map(({ name }) => name),
    contexts,
  );
  if (found.length === 0) return { edits: [], remarks: unused };
  return {
    edits: [declaration(found, source, head)],
    remarks: [...unused, ...found.flatMap(remarkOf)],
  };
}

function clustersOf({ runbook, diagnostics }: Parsed, contexts: Contexts): readonly Declared[] {
  const uses = clusterUses(runbook);
  const named = uses.flatMap((use) => (use.name === undefined ? [] : [declared(use.name, use, contexts)]));
  const literal = uses.filter(
    ({ name, context }) => name === undefined && !named.some((each) => each.context === context),
  );
  const names = freeNames(literal.length, new Set(named.map(({ name }) => name)));
  const found = [...named, ...literal.map((use, index) => declared(names[index] ?? '', use, contexts))];
  if (found.length > 0) return found;
  const span = diagnostics.find(({ code }) => code === 'parse/no-cluster')?.span;
  if (!span) return [];
  const only = declared('CLUSTER', { at: span.start.offset }, contexts);
  return [only.known === 'guessed' ? { ...only, known: 'needed' } : only];
}

/** `CLUSTER` for one, `CLUSTER1` and so on for several. */
function freeNames(count: number, taken: ReadonlySet<string>): readonly string[] {
  const all = [
    'CLUSTER',
    ...Array.from({ length: count + taken.size + 1 }, (_, index) => `CLUSTER${index + 1}`),
  ];
  return all.slice(count > 1 ? 1 : 0).filter((name) => !taken.has(name));
}

function declared(name: string, { at, context, name: own }: ClusterUse, contexts: Contexts): Declared {
  const given = Object.hasOwn(contexts, name) ? contexts[name] : undefined;
  if (context !== undefined && own !== undefined) return { name, at, context, known: 'set by the page' };
  if (context !== undefined) return { name, at, context, known: 'named by the page' };
  if (given !== undefined) return { name, at, context: given, known: 'given' };
  return { name, at, context: guess(name), known: 'guessed' };
}

function guess(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

function declaration(found: readonly Declared[], { lines, lineEnd }: ImportSource, head: Head | undefined) {
  const at = head?.language === 'toml' ? head.from : (head?.to ?? lines.starts[0] ?? 0);
  if (head?.language === 'toml') {
    const pairs = found.map(({ name, context }) => `${name} = ${JSON.stringify(context)}`);
    return { from: at, to: at, text: `clusters = { ${pairs.join(', ')} }${lineEnd}` };
  }
  const rows = found.map(({ name, context, known }) =>
    known === 'guessed' || known === 'needed'
      ? `  ${name}: ${context} # suggested: the context that is meant`
      : `  ${name}: ${quoted(context)}`,
  );
  const text = ['clusters:', ...rows, ''].join(lineEnd);
  return { from: at, to: at, text: head ? text : `---${lineEnd}${text}---${lineEnd}${lineEnd}` };
}

function quoted(context: string): string {
  return /^[\w.@/-]+$/.test(context) ? context : JSON.stringify(context);
}

function remarkOf({ name, context, at, known }: Declared): readonly Remark[] {
  const place = { from: at, to: at };
  if (known === 'set by the page') {
    const message = `The page sets \`$${name}\` itself, to \`${context}\`: take the line away to give it another context.`;
    return [{ kind: 'note', at: place, message }];
  }
  const suggested = `clusters: { ${name}: ${context} }`;
  if (known === 'needed') {
    const message = `The commands need a cluster, and nothing says which: name its context, or give \`--cluster ${name}=…\`.`;
    return [{ kind: 'suggestion', at: place, message, suggested }];
  }
  if (known !== 'guessed') return [];
  const message = `Nothing says which context \`$${name}\` is: name it in the front matter, or give \`--cluster ${name}=…\`.`;
  return [{ kind: 'suggestion', at: place, message, suggested }];
}

function unusedNotes(used: readonly string[], contexts: Contexts): readonly Remark[] {
  return Object.keys(contexts)
    .filter((name) => !used.includes(name))
    .map((name) => {
      const message = `The context of \`$${name}\` is not written down: no command needs it declared.`;
      return { kind: 'note', at: { from: 0, to: 0 }, message };
    });
}
