import { isRepeatable } from '../../parse/repeat.ts';
import type { Unit } from '../../shell/split-statements.ts';

/**
 * The command that checks below a unit are about: one before a `kill %1`, if that can be repeated, else the unit
 * itself. `first` is the first unit of the segment. Indices are those of `units`.
 */
export function targetOf(units: readonly Unit[], first: number, index: number): number {
  let target = index;
  while (target > first && isKill(units[target])) target -= 1;
  const unit = units[target];
  return unit && !isKill(unit) && isRepeatable(unit) ? target : index;
}

/** Whether a command prints something that a check could be about: not in the background, and no `kill`. */
export function isSeen(unit: Unit): boolean {
  return !unit.background && !isKill(unit);
}

function isKill(unit: Unit | undefined): boolean {
  const command = unit?.nodes.at(-1)?.command;
  return command?.type === 'Command' && command.name?.value === 'kill';
}
