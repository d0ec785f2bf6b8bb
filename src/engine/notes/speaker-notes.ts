import type { Nodes } from 'mdast';
import type { Runbook } from '../model/runbook.ts';
import { readBlocks } from '../parse/markdown-tree.ts';

/**
 * What the page tells its presenter, by the id of the step that it is for: comments `<!-- note: … -->` in the section
 * of a step, or above it where nothing runs. Comments in code are code. Notes below the last step belong to that one.
 */
export function speakerNotes({ source, steps }: Runbook): ReadonlyMap<string, readonly string[]> {
  const notes = new Map<string, string[]>();
  for (const { line, text } of notesIn(readBlocks(source.text))) {
    const step = steps.find(({ span }) => line <= span.end.line) ?? steps.at(-1);
    if (step !== undefined) notes.set(step.id, [...(notes.get(step.id) ?? []), text]);
  }
  return notes;
}

type Note = { readonly line: number; readonly text: string };

function notesIn(node: Nodes): readonly Note[] {
  if (node.type === 'html') {
    const line = node.position?.start.line ?? 1;
    return [...node.value.matchAll(/<!--\s*note:\s*([\s\S]*?)\s*-->/gi)].map(([, text = '']) => ({
      line,
      text: text.replace(/^[ \t]+/gm, ''),
    }));
  }
  return 'children' in node ? node.children.flatMap(notesIn) : [];
}
