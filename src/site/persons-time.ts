import type { Runbook } from '../engine/model/runbook.ts';
import { blocksOf, statementsOf } from '../engine/model/statements.ts';

/** How fast technical prose is read, and how long it takes to copy a command, run it and look at what it prints. */
const pace = { wordsAMinute: 200, secondsACommand: 20 } as const;

/**
 * How many minutes a person takes who reads a page and runs it command by command, rounded up to five: an estimate by
 * its words and commands, without what required pages take.
 */
export function personsMinutes(runbook: Pick<Runbook, 'source' | 'steps'>): number {
  const prose = runbook.source.text.replace(/^(`{3,}|~{3,}).*\n[\s\S]*?^\1.*$/gm, '');
  const words = prose.split(/\s+/).filter((word) => /\w/.test(word)).length;
  const commands = statementsOf(blocksOf(runbook)).length;
  const minutes = words / pace.wordsAMinute + (commands * pace.secondsACommand) / 60;
  return Math.max(5, Math.ceil(minutes / 5) * 5);
}
