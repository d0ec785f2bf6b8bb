import { posix } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Block, FrontMatter, Runbook, Statement } from '../model/runbook.ts';
import type { Span } from '../model/source.ts';
import { blocksOf } from '../model/statements.ts';
import { type Lines, lineText, pointAt } from './lines.ts';

/** A line `<!-- include: parts/cluster.md -->`. */
export type Include = { readonly path: string; readonly span: Span };

/** A page that is included, as it was read, or why it can't be, as a clause. */
export type Part =
  | { readonly runbook: Runbook; readonly diagnostics: readonly Diagnostic[] }
  | { readonly problem: string };

const form = /^\s*(?:<!--|\{\/\*)\s*include:\s*(\S+\.mdx?)\s*(?:-->|\*\/\})\s*$/;

/** The lines of a page that include others; in a fence such a line is text. */
export function includesIn(lines: Lines, fenced: ReadonlySet<number>): readonly Include[] {
  if (!lines.text.includes('include:')) return [];
  return lines.starts.flatMap((_, index) => {
    const line = index + 1;
    const text = fenced.has(line) ? '' : lineText(lines, line);
    const path = form.exec(text)?.[1];
    if (path === undefined) return [];
    const start = pointAt(lines, line, text.search(/\S/) + 1);
    return [
      { path, span: { file: lines.file, start, end: pointAt(lines, line, text.trimEnd().length + 1) } },
    ];
  });
}

/** What is wrong with an inclusion; undefined when nothing is. A warning of a part is told where that is checked. */
export function includeProblem({ path, span }: Include, part: Part): Diagnostic | undefined {
  const code = 'parse/unreadable-part';
  if ('problem' in part) {
    const message = `\`${path}\` can't be included: ${part.problem}.`;
    return { code, severity: 'error', message, span, hint: 'Name a page by its path from this one.' };
  }
  const error = part.diagnostics.find(
    ({ severity, code: own }) => severity === 'error' && own !== 'parse/no-runnable-block',
  );
  if (!error) return undefined;
  const where = error.span === undefined ? '' : ` in its line ${error.span.start.line}`;
  const message = `\`${path}\` can't be included: ${error.message.replace(/\.$/, '')}${where}.`;
  return { code, severity: 'error', message, span, hint: `\`runbook check ${path}\` shows it.` };
}

type Place = { readonly step: string; readonly from: number };

/** The blocks of a part as blocks of the step that includes it: all of them stand at the line that does. */
export function includedBlocks(include: Include, { meta, ...part }: Runbook, place: Place): readonly Block[] {
  return blocksOf(part).map((block, index) =>
    placed(block, { include, meta, step: place.step, number: place.from + index }),
  );
}

type Placing = {
  readonly include: Include;
  readonly meta: FrontMatter;
  readonly step: string;
  readonly number: number;
};

function placed({ examples: _, ...block }: Block, { include, meta, step, number }: Placing): Block {
  const { path, span } = include;
  const folder = posix.dirname(path);
  const { dir, timeoutMs = meta.timeoutMs } = block.options;
  return {
    ...block,
    id: block.options.name ?? `${step}/${number}`,
    span,
    options: {
      ...block.options,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(dir === undefined ? {} : { dir: posix.join(folder, dir) }),
    },
    segments: block.segments.map(({ statements, expectations }) => ({
      statements: statements.map((statement) => statementAt(statement, span, `${step}/${number}`)),
      expectations: expectations.map((expectation) => ({ ...expectation, span })),
    })),
    from: block.from === undefined ? path : posix.join(folder, block.from),
    included: true,
  };
}

function statementAt({ id, action }: Statement, span: Span, block: string): Statement {
  const own = { id: `${block}.${id.slice(id.lastIndexOf('.') + 1)}`, span };
  if (action.kind !== 'shell') return { ...own, action };
  return { ...own, action: { ...action, waits: action.waits.map((wait) => ({ ...wait, span })) } };
}

/** What a page and its parts need together. Where both say something the page's own counts. */
export function withParts(meta: FrontMatter, parts: readonly (readonly [Include, Runbook])[]): FrontMatter {
  let all = meta;
  for (const [{ path, span }, { meta: own }] of parts) {
    const requires = own.requires.map((name) => posix.join(posix.dirname(path), name));
    all = {
      ...all,
      requires: [...new Set([...all.requires, ...requires])],
      clusters: { ...own.clusters, ...all.clusters },
      env: { ...own.env, ...all.env },
      tools: { ...own.tools, ...all.tools },
      needs: [...new Set([...all.needs, ...own.needs])],
      secrets: [...new Set([...all.secrets, ...own.secrets])],
      spans: { ...Object.fromEntries(Object.keys(own.spans).map((key) => [key, span])), ...all.spans },
    };
  }
  return all;
}
