import type { Fence } from './fence.ts';
import { type Lines, readLines } from './lines.ts';
import type { Report } from './report.ts';

/** The text of a file that a page names, or why there is none, as a clause. `path` is seen from the page's folder. */
export type ReadBeside = (path: string) => { readonly text: string } | { readonly problem: string };

/**
 * The fence with the text of the file that it names, if it runs and has no lines of its own. All of that text has the
 * place of the fence, since it stands nowhere else on the page.
 */
export function withTextOfFile(fence: Fence, read: ReadBeside, report: Report): Fence & { from?: string } {
  const { kind, info, block, opening } = fence;
  if (kind === 'output' || kind === 'file' || block.text.trim() !== '') return fence;
  const path = info.words.find(({ key, form }) => key === 'file' && form === 'plain')?.value;
  if (!path) return fence;
  const found = read(path);
  if ('problem' in found) {
    const message = `\`${path}\` can't be read: ${found.problem}.`;
    const hint = 'Name a file beside the page; to write one, put its lines into the fence.';
    report({ code: 'parse/unreadable-part', severity: 'error', message, span: opening, hint });
    return fence;
  }
  return { ...fence, from: path, block: placedAt(readLines(block.file, found.text), fence) };
}

/** The lines of a text, all of which stand at a fence. */
function placedAt({ file, text, starts }: Lines, { opening }: Fence): Fence['block'] {
  const body = text.slice(starts[0]).replace(/\r\n?/g, '\n').replace(/\n+$/, '');
  const places = body.split('\n').map(() => ({ ...opening.start, invented: 0 }));
  const rows = readLines(file, body);
  return { file, text: body, starts: rows.starts, places, whole: opening };
}
