import type { RecordedTarget } from '../engine/model/record.ts';
import type { Wording } from './wording.ts';

/** What the target of a record is called; that it was simulated, and which images nobody knows or a person described, is never left out. */
export function targetName(
  { name, simulated, opaque = [], described = [] }: RecordedTarget,
  { say }: Wording,
): string {
  if (!simulated) return name;
  const known = [
    say('simulated'),
    ...(opaque.length === 0 ? [] : [say('opaque', { images: opaque.join(', ') })]),
    ...(described.length === 0 ? [] : [say('described', { images: described.join(', ') })]),
  ];
  return `${name} (${known.join('; ')})`;
}

/** How long something took. */
export function took(seconds: number, { say }: Wording): string {
  if (seconds < 60) return say('seconds', { count: seconds });
  const minutes = say('minutes', { count: Math.floor(seconds / 60) });
  const rest = Math.round(seconds % 60);
  return rest === 0 ? minutes : `${minutes} ${say('seconds', { count: rest })}`;
}

/** How long something may take. */
export function duration(ms: number, { say }: Wording): string {
  if (ms < 1000) return say('milliseconds', { count: ms });
  return ms >= 120_000 && ms % 60_000 === 0
    ? say('minutes', { count: ms / 60_000 })
    : say('seconds', { count: ms / 1000 });
}
