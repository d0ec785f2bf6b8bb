import { dirname, join } from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Runbook, Step } from '../model/runbook.ts';
import type { Source, Span } from '../model/source.ts';
import { type Head, readFrontMatter } from './front-matter.ts';
import { headDiagnostic } from './head-problem.ts';
import { type Include, includeProblem, type Part, withParts } from './include.ts';
import { type Lines, pointAt, readLines } from './lines.ts';
import { type Markdown, readMarkdown, type Section } from './markdown.ts';
import { createNames } from './names.ts';
import { findNotRun } from './not-run.ts';
import { noParts, type Page, type Parts } from './page.ts';
import type { Report } from './report.ts';
import { reportBadReady } from './shell-errors.ts';
import { readShownValues } from './shown-values.ts';
import { readStep, type StepPlace } from './step.ts';
import type { ReadBeside } from './text-from-file.ts';

/** A page as it was read, and what could not be read of it. */
type ReadPage = { readonly page: Page; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads a Markdown file as a runbook with the parts that it includes; `besideOf` gives the text of files
 * that a page names, `chain` are the pages that include this one. Never throws on what a person
 * wrote; what can't be read becomes a diagnostic with its place.
 */
export function readPage(source: Source, besideOf: BesideOf, chain: readonly string[] = []): ReadPage {
  const beside = besideOf(source.path);
  const lines = readLines(source.file, source.text);
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  const markdown = readWhole(lines, report);
  const head = readHead(lines, markdown);
  reportBadReady(head.meta.ready ?? '', head.meta.spans.ready, report);
  const parts = noParts();
  const included = readParts(markdown, source, { besideOf, chain, report });
  const meta = withParts(head.meta, [...included]);
  const steps = readSteps(markdown, { lines, meta, parts, beside, included, report });
  const title = head.title ?? firstHeading(markdown) ?? source.file.replace(/^.*[/\\]|\.[^.]*$/g, '');
  const isOurs = head.declares || hasOurs(parts);
  for (const problem of head.problems)
    report(headDiagnostic(problem, { hasBlocks: steps.length > 0, isOurs }));
  const { sections } = markdown;
  const notRun = findNotRun({ lines, sections, shown: markdown.shown, inert: parts.inert });
  const shown = readShownValues(lines, steps, report);
  const runbook = { source, title, meta, steps, notRun, ...shown };
  const hasHead = markdown.frontMatter !== undefined;
  return { page: { ...parts, lines, runbook, sections, hasHead, isOurs }, diagnostics };
}

/** How the text of files is had that a page names. */
type BesideOf = (pagePath: string) => ReadBeside;

type Reading = { readonly besideOf: BesideOf; readonly chain: readonly string[]; readonly report: Report };

/** Pages that include pages that include pages: what needs more of them is a mistake. */
const deepest = 8;

/** The pages that a page includes, as runbooks; one that can't be read is reported. */
function readParts(
  { includes }: Markdown,
  { file, path }: Source,
  { besideOf, chain, report }: Reading,
): ReadonlyMap<Include, Runbook> {
  const found = new Map<Include, Runbook>();
  const above = [...chain, path];
  const read = (name: string): Part => {
    const own = join(dirname(path), name);
    if (above.includes(own) || above.length > deepest) return { problem: 'it includes this page in turn' };
    const text = besideOf(path)(name);
    if ('problem' in text) return text;
    const source = { file: join(dirname(file), name), path: own, text: text.text };
    const { page, diagnostics } = readPage(source, besideOf, above);
    return { runbook: page.runbook, diagnostics };
  };
  for (const include of includes) {
    const part = read(include.path);
    const problem = includeProblem(include, part);
    if (problem) report(problem);
    else if ('runbook' in part) found.set(include, part.runbook);
  }
  return found;
}

/** Quotes in quotes by the thousand exhaust the stack of the Markdown parser; that is no reason to crash. */
function readWhole(lines: Lines, report: Report): Markdown {
  try {
    return readMarkdown(lines);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = 'Quotes or lists are nested too deeply to be read.';
    const hint = 'Take out some of the nesting.';
    report({ code: 'parse/too-deep', severity: 'error', message, span: startOf(lines), hint });
    return { sections: [], shown: [], tabs: () => [], includes: [] };
  }
}

function readHead(lines: Lines, { frontMatter }: Markdown): Head {
  const position = frontMatter?.position;
  if (!position || position.end.line - position.start.line < 2) return readFrontMatter(lines, undefined);
  const from = pointAt(lines, position.start.line + 1, 1).offset;
  const to = pointAt(lines, position.end.line, 1).offset;
  return readFrontMatter(lines, { from, to, language: frontMatter.language });
}

/** Options that fences have for us alone. */
const ownOptions = ['cleanup', 'manual', 'skip', 'tty', 'varies', 'within'];

function hasOurs({ fences, directives }: Parts): boolean {
  if (directives.length > 0) return true;
  return fences.some(
    ({ fence: { kind }, options }) =>
      kind === 'program' ||
      kind === 'manifest' ||
      kind === 'assert' ||
      kind === 'output' ||
      ownOptions.some((name) => options.has(name)),
  );
}

function readSteps({ sections, tabs }: Markdown, place: Omit<StepPlace, 'names' | 'tabs'>): readonly Step[] {
  const names = createNames(sections.map(({ id }) => id));
  return sections.flatMap((section) => readStep(section, { ...place, tabs, names }) ?? []);
}

function firstHeading({ sections }: Markdown): string | undefined {
  const isTitle = ({ heading, title }: Section) => heading !== undefined && title !== '';
  return (
    sections.find((section) => isTitle(section) && section.heading?.depth === 1) ?? sections.find(isTitle)
  )?.title;
}

function startOf(lines: Lines): Span {
  return { file: lines.file, start: pointAt(lines, 1, 1), end: pointAt(lines, 1, 1) };
}
