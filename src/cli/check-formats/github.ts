import { isAbsolute, relative, resolve } from 'node:path';
import { diagnosticCodes } from '../../engine/model/codes.ts';
import type { Diagnostic } from '../../engine/model/diagnostic.ts';
import type { Span } from '../../engine/model/source.ts';
import { workflowCommand } from '../workflow-command.ts';
import { type CheckFormat, countsOf } from './checked.ts';
import { totals } from './text.ts';

/** For GitHub Actions: an annotation on the line of each mistake, and the count in the log. */
export const github: CheckFormat = (checked, { cwd, env, out }) => {
  const root = env.GITHUB_WORKSPACE || cwd;
  for (const { file, diagnostics } of checked.files) {
    const path = pathFrom(root, resolve(cwd, file)) ?? file;
    for (const diagnostic of diagnostics) out.write(`${annotation(diagnostic, path)}\n`);
  }
  out.write(`${totals(countsOf(checked))}\n`);
};

/** Annotations name files from the root of the repository; undefined for a file outside of it. */
function pathFrom(root: string, path: string): string | undefined {
  const way = relative(root, path);
  return way.startsWith('..') || isAbsolute(way) ? undefined : way.replaceAll('\\', '/');
}

function annotation({ severity, code, message, hint, span }: Diagnostic, file: string): string {
  const title = `${diagnosticCodes[code]} (${code})`;
  return workflowCommand(
    severity,
    { file, ...(span ? place(span) : {}), title },
    hint ? `${message} ${hint}` : message,
  );
}

/** GitHub's columns include the last one, and are refused when they are on different lines. */
function place({ start, end }: Span): Readonly<Record<string, number>> {
  if (end.line !== start.line) return { line: start.line, endLine: end.line };
  return {
    line: start.line,
    endLine: end.line,
    col: start.column,
    endColumn: Math.max(start.column, end.column - 1),
  };
}
