import { badgeOf } from '../engine/record/badge.ts';
import type { RunbookData } from './page.ts';
import { personsMinutes } from './persons-time.ts';

/**
 * A page as structured data for search engines: what it shows how to do, how long it takes, its steps, and the day of the
 * run that it shows, as what that was.
 * @see https://schema.org/HowTo
 * @see https://schema.org/lastReviewed
 */
export function howTo({ runbook, record, standings }: RunbookData): object {
  const { title, meta, steps } = runbook;
  const description = meta.description === undefined ? {} : { description: meta.description };
  const shown = standings.find((standing) => standing.record === record);
  const isHeld = shown !== undefined && shown.state !== 'changed' && shown.state !== 'unchecked';
  return {
    '@context': 'https://schema.org',
    '@type': 'WebPage',
    name: title,
    ...description,
    ...(isHeld ? { lastReviewed: shown.record.verified } : {}),
    creativeWorkStatus: badgeOf(standings).message,
    mainEntity: {
      '@type': 'HowTo',
      name: title,
      ...description,
      totalTime: `PT${personsMinutes(runbook)}M`,
      tool: Object.keys(meta.tools).map((name) => ({ '@type': 'HowToTool', name })),
      step: steps.map(({ id, title: name }) => ({ '@type': 'HowToStep', name, url: `#${id}` })),
    },
  };
}
