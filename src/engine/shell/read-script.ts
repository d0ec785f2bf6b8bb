import { type Statement as BashStatement, parse } from 'unbash';
import type { Unit } from './split-statements.ts';

/** Shell text, or a statement that was read from some: positions are offsets in that text. */
export type ShellSource = string | Unit;

/** The syntax of shell text; nothing of text whose substitutions are nested too deeply to be read. Never throws. */
export function readScript(source: ShellSource): readonly BashStatement[] {
  if (typeof source !== 'string') return source.nodes;
  try {
    return parse(source).commands;
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}
