import { isAbsolute, relative, resolve } from 'node:path';
import type { Severity } from '../model/diagnostic.ts';
import type { ReporterWorld } from '../model/reporter.ts';
import type { LineSpan } from './fault.ts';
import { workflowCommand } from './workflow-command.ts';

/** Something to be shown on a line of a file in a pull request. */
type Annotated = {
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  /** The file as it was named, for what is about no place in it. */
  readonly file?: string | undefined;
  readonly span?: LineSpan | undefined;
};

/** A workflow command that annotates a line on GitHub; a file outside of the repository keeps its name. */
export function annotation(
  { severity, title, message, file, span }: Annotated,
  world?: ReporterWorld,
): string {
  const named = file ?? span?.file;
  const where = named === undefined ? {} : { file: repositoryPath(named, world) };
  return workflowCommand(
    severity === 'note' ? 'notice' : severity,
    { ...where, ...(span ? place(span) : {}), title },
    message,
  );
}

/** Annotations name files from the root of the repository. */
function repositoryPath(file: string, world: ReporterWorld | undefined): string {
  if (world === undefined) return file;
  const { cwd, env } = world;
  const way = relative(env.GITHUB_WORKSPACE || cwd, resolve(cwd, file));
  return way.startsWith('..') || isAbsolute(way) ? file : way.replaceAll('\\', '/');
}

/** GitHub's columns include the last one, and are refused when they are on different lines. */
function place({ start, end }: LineSpan): Readonly<Record<string, number>> {
  if (end.line !== start.line) return { line: start.line, endLine: end.line };
  return {
    line: start.line,
    endLine: end.line,
    col: start.column,
    endColumn: Math.max(start.column, end.column - 1),
  };
}
