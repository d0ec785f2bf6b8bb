import type { Diagnostic } from '../model/diagnostic.ts';
import type { FrontMatter, Runbook, Step } from '../model/runbook.ts';
import type { Source, Span } from '../model/source.ts';
import { reportClusterVariables } from './cluster-variables.ts';
import { type Head, readFrontMatter } from './front-matter.ts';
import { reportFencesInHtml } from './html.ts';
import { type Lines, pointAt, readLines } from './lines.ts';
import { type Markdown, readMarkdown, type Section } from './markdown.ts';
import { createNames } from './names.ts';
import { reportOutside } from './outside-blocks.ts';
import type { Report } from './report.ts';
import { reportBadReady } from './shell-errors.ts';
import { readStep } from './step.ts';
import { reportStrayHead } from './stray-head.ts';

/** A runbook and what is wrong with its document, in the order of the file. With an error it must not be run. */
export type Parsed = { readonly runbook: Runbook; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads a Markdown file as a runbook. Pure: no clock, no environment, no other file. Never throws on what a person
 * wrote; whatever is wrong becomes a diagnostic with its place.
 */
export function parse(source: Source): Parsed {
  const lines = readLines(source.file, source.text);
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  const markdown = readWhole(lines, report);
  const head = readHead(lines, markdown, report);
  reportBadReady(head.meta.ready ?? '', head.meta.spans.ready, report);
  const steps = readSteps(lines, markdown, head.meta, report);
  reportClusterVariables(lines, head.meta, steps, report);
  if (source.text.trim() === '') reportEmpty(lines, report);
  else if (!runs(steps) && !diagnostics.some(isError)) reportNothingRuns(lines, report);
  const title = head.title ?? firstHeading(markdown) ?? source.file.replace(/^.*[/\\]|\.[^.]*$/g, '');
  diagnostics.sort((one, other) => (one.span?.start.offset ?? 0) - (other.span?.start.offset ?? 0));
  return { runbook: { source, title, meta: head.meta, steps }, diagnostics };
}

/** Quotes in quotes by the thousand exhaust the stack of the Markdown parser; that is no reason to crash. */
function readWhole(lines: Lines, report: Report): Markdown {
  try {
    return readMarkdown(lines.text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = 'Quotes or lists are nested too deeply to be read.';
    const hint = 'Take out some of the nesting.';
    report({ code: 'parse/too-deep', severity: 'error', message, span: startOf(lines), hint });
    return { sections: [] };
  }
}

function readHead(lines: Lines, { frontMatter }: Markdown, report: Report): Head {
  const position = frontMatter?.position;
  if (!position) reportStrayHead(lines, report);
  if (!position || position.end.line - position.start.line < 2)
    return readFrontMatter(lines, undefined, report);
  const from = pointAt(lines, position.start.line + 1, 1).offset;
  const to = pointAt(lines, position.end.line, 1).offset;
  return readFrontMatter(lines, { from, to }, report);
}

function readSteps(lines: Lines, markdown: Markdown, meta: FrontMatter, report: Report): readonly Step[] {
  const names = createNames(markdown.sections.map(({ id }) => id));
  return markdown.sections.flatMap((section) => {
    for (const html of section.html) reportFencesInHtml(lines, html, report);
    reportOutside(lines, section, report);
    const step = readStep(section, { lines, meta, names, report });
    return step ? [step] : [];
  });
}

function runs(steps: readonly Step[]): boolean {
  return steps.some(({ blocks }) => blocks.some(({ segments }) => segments.length > 0));
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function firstHeading({ sections }: Markdown): string | undefined {
  const isTitle = ({ heading, title }: Section) => heading !== undefined && title !== '';
  return (
    sections.find((section) => isTitle(section) && section.heading?.depth === 1) ?? sections.find(isTitle)
  )?.title;
}

function reportEmpty(lines: Lines, report: Report): void {
  const message = 'The file is empty.';
  const hint = 'Write a heading and a `bash` block below it.';
  report({ code: 'parse/empty-document', severity: 'error', message, span: startOf(lines), hint });
}

function reportNothingRuns(lines: Lines, report: Report): void {
  const message = 'Nothing in the file can run.';
  const hint = 'Fence commands with `bash`, `sh` or `shell`, manifests with `yaml apply`.';
  report({ code: 'parse/no-runnable-block', severity: 'error', message, span: startOf(lines), hint });
}

function startOf(lines: Lines): Span {
  return { file: lines.file, start: pointAt(lines, 1, 1), end: pointAt(lines, 1, 1) };
}
