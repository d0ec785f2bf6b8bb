import type { RunEvent } from '../../engine/model/event.ts';
import type { Io } from '../io.ts';
import { writeWhole } from '../write-whole.ts';

/** Where a run that is one of many tells its events, to the process that started it. */
export const eventsDescriptor = 3;

/** Tells what happens to the process that started this one, and interrupts the run when that is gone. */
export function tellParent({ interruptions }: Io): (event: RunEvent) => void {
  process.stdin.on('error', () => {}).once('end', interruptions.vanish);
  process.stdin.resume();
  let gone = false;
  return (event) => {
    if (gone) return;
    try {
      writeWhole(eventsDescriptor, `${JSON.stringify(event)}\n`);
    } catch {
      gone = true;
    }
  };
}
