import { type Statement as BashStatement, parse } from 'unbash';
import type { Unit } from './split-statements.ts';

/** Shell text, or a statement that was read from some: positions are offsets in that text. */
export type ShellSource = string | Unit;

/** The syntax of shell text; nothing of text whose substitutions are nested too deeply to be read. */
export function readScript(source: ShellSource): readonly BashStatement[] {
  return typeof source === 'string' ? (unlessTooDeep(() => parse(source).commands) ?? []) : source.nodes;
}

/** What looking at syntax gives; undefined where it is nested too deeply. Parts of it are read only when looked at. */
export function unlessTooDeep<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
