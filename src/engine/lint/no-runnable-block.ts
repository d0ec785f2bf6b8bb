import { blocksOf, segmentsOf } from '../model/statements.ts';
import { pointAt } from '../parse/lines.ts';
import type { Rule } from './rule.ts';

/** Finds a file without a word in it. */
export const emptyDocument: Rule = {
  code: 'parse/empty-document',
  severity: 'error',
  check({ lines }, report) {
    if (lines.text.trim() !== '') return;
    const start = pointAt(lines, 1, 1);
    const hint = 'Write a heading and a `bash` block below it.';
    report({ message: 'The file is empty.', hint, span: { file: lines.file, start, end: start } });
  },
};

/** Finds a page in which nothing can run. */
export const noRunnableBlock: Rule = {
  code: 'parse/no-runnable-block',
  severity: 'error',
  onlyIfSound: true,
  check({ lines, runbook }, report) {
    if (segmentsOf(blocksOf(runbook)).length > 0) return;
    const start = pointAt(lines, 1, 1);
    const hint = 'Fence commands with `bash`, `sh` or `shell`, manifests with `yaml apply`.';
    report({ message: 'Nothing in the file can run.', hint, span: { file: lines.file, start, end: start } });
  },
};
