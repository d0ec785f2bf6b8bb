/** What clocks on a wall show in a time zone; such times are milliseconds as if the zone were UTC. */
type ZonedTime = {
  /** Midnight of the day that it is at a time. */
  readonly dayOf: (time: number) => number;
  /** When clocks show something; undefined when they skip it. */
  readonly timeAt: (wall: number) => number | undefined;
};

/** Whether there is a time zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The clocks of a time zone, by its name: `Europe/Berlin`. @throws RangeError when there is none */
export function zonedTime(timeZone: string): ZonedTime {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const wallOf = (time: number): number => {
    const parts = format.formatToParts(new Date(time));
    const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value ?? 0);
    return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  };
  return {
    dayOf: (time) => Math.floor(wallOf(time) / 86_400_000) * 86_400_000,
    timeAt(wall) {
      const guess = wall - (wallOf(wall) - wall);
      const time = guess - (wallOf(guess) - wall);
      return wallOf(time) === wall ? time : undefined;
    },
  };
}
