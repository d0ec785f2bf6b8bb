import { styleText } from 'node:util';
import type { Outcome } from '../model/output.ts';

type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** Colours text, or leaves it as it is. */
export function painter(color: boolean): Paint {
  return (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
}

export const outcomeMarks: Readonly<Record<Outcome, { readonly mark: string; readonly style: Style }>> = {
  passed: { mark: '✓', style: 'green' },
  failed: { mark: '✗', style: ['red', 'bold'] },
  errored: { mark: '!', style: ['red', 'bold'] },
  skipped: { mark: '-', style: 'dim' },
  cancelled: { mark: '■', style: 'yellow' },
};

/** `12 ms`, `0.8 s`, `2 m 05 s`. */
export function duration(ms: number): string {
  if (ms < 100) return `${Math.max(1, Math.round(ms))} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, '0')} s`;
}

/** `1 statement`, `2 statements`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** What a line shows at last: of a progress bar that returns to the line's start, its last state. */
export function lastState(line: string): string {
  return line.replace(/\r+$/, '').split('\r').at(-1) ?? '';
}

/** Cuts a line to a width in characters. */
export function clip(line: string, width: number): string {
  const characters = [...line];
  return characters.length <= width ? line : `${characters.slice(0, Math.max(1, width - 1)).join('')}…`;
}
