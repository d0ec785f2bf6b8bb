import { readDiagram } from '../diagram/read-diagram.ts';
import { type BlockText, spanIn } from './block-text.ts';
import type { Report } from './report.ts';

/** Reports what keeps a `diagram` block from being drawn. It hinders no run, so these are warnings. */
export function reportDiagram(block: BlockText, report: Report): void {
  for (const { line, from, to, message, hint } of readDiagram(block.text).problems) {
    const start = block.starts[line] ?? 0;
    const span = spanIn(block, start + from, start + to);
    report({ code: 'parse/bad-diagram', severity: 'warning', message, hint, span });
  }
}
