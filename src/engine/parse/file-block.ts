import type { Block } from '../model/runbook.ts';
import type { Options } from './block-options.ts';
import { type BlockText, spanIn } from './block-text.ts';

/** Reads a fence that is written to a file: one statement, and nothing to judge. */
export function readFileBlock(block: BlockText, options: Options, id: string): Block['segments'] {
  const path = options.get('file')?.value;
  // A path that it may not have was reported.
  if (path === undefined) return [];
  const action = { kind: 'file', path, content: `${block.text}\n` } as const;
  const span = spanIn(block, 0, block.text.length);
  return [{ statements: [{ id, action, span }], expectations: [] }];
}
