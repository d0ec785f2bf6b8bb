import { useEffect, useState } from 'react';

/** Draws again twice a second while something on the screen counts time. */
export function useClock(isRunning: boolean): void {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => tick((count) => count + 1), 500);
    return () => clearInterval(timer);
  }, [isRunning]);
}
