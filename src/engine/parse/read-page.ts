import type { Diagnostic } from '../model/diagnostic.ts';
import type { Step } from '../model/runbook.ts';
import type { Source, Span } from '../model/source.ts';
import { type Head, readFrontMatter } from './front-matter.ts';
import { headDiagnostic } from './head-problem.ts';
import { type Lines, pointAt, readLines } from './lines.ts';
import { type Markdown, readMarkdown, type Section } from './markdown.ts';
import { createNames } from './names.ts';
import { findNotRun } from './not-run.ts';
import { noParts, type Page, type Parts } from './page.ts';
import type { Report } from './report.ts';
import { reportBadReady } from './shell-errors.ts';
import { readStep, type StepPlace } from './step.ts';
import type { ReadBeside } from './text-from-file.ts';

/** A page as it was read, and what could not be read of it. */
type ReadPage = { readonly page: Page; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads a Markdown file as a runbook; `beside` gives the text of files that it names. Never throws on what a person
 * wrote; what can't be read becomes a diagnostic with its place.
 */
export function readPage(source: Source, beside: ReadBeside): ReadPage {
  const lines = readLines(source.file, source.text);
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  const markdown = readWhole(lines, report);
  const head = readHead(lines, markdown);
  reportBadReady(head.meta.ready ?? '', head.meta.spans.ready, report);
  const parts = noParts();
  const steps = readSteps(markdown, { lines, meta: head.meta, parts, beside, report });
  const title = head.title ?? firstHeading(markdown) ?? source.file.replace(/^.*[/\\]|\.[^.]*$/g, '');
  const isOurs = head.declares || hasOurs(parts);
  for (const problem of head.problems)
    report(headDiagnostic(problem, { hasBlocks: steps.length > 0, isOurs }));
  const { sections } = markdown;
  const notRun = findNotRun({ lines, sections, shown: markdown.shown, inert: parts.inert });
  const runbook = { source, title, meta: head.meta, steps, notRun };
  const hasHead = markdown.frontMatter !== undefined;
  return { page: { ...parts, lines, runbook, sections, hasHead, isOurs }, diagnostics };
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
    return { sections: [], shown: [], tabs: () => [] };
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
