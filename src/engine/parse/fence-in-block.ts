import { spanIn } from './block-text.ts';
import type { ShellFence } from './shell-block.ts';

/**
 * Reports a fence that opens inside a shell block: the closing line of the block above it is missing. A here-document
 * with a fence in it needs longer marks around the block, since the inner fence's end would close that one.
 */
export function reportOpenFence({ block, report }: ShellFence): boolean {
  const inner = /^[ \t]*(`{3,}|~{3,})[ \t]*[A-Za-z][^`\n]*$/m.exec(block.text);
  if (!inner || /^[ \t]*(?:`{3,}|~{3,})[ \t]*$/m.test(block.text.slice(inner.index + inner[0].length)))
    return false;
  const from = inner.index + inner[0].search(/\S/);
  const message = 'This fence opens inside another one: the block above it is never closed.';
  const hint = `Put ${inner[1]} on a line of its own above it.`;
  const span = spanIn(block, from, inner.index + inner[0].length);
  report({ code: 'parse/unclosed-fence', severity: 'error', message, hint, span });
  return true;
}
