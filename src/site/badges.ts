import { badgeOf, badgeSvg } from '../engine/record/badge.ts';
import type { RunbookData } from './page.ts';

/** Where a page's badge is, below its address: a picture, and the same for shields.io's endpoint. */
export const badgeNames = { svg: 'badge.svg', json: 'badge.json' } as const;

/** The badges of pages by their paths on a site: `labs/lab2/badge.svg`. */
export function badgesOf(
  pages: readonly Pick<RunbookData, 'slug' | 'standings'>[],
): ReadonlyMap<string, string> {
  return new Map(
    pages.flatMap(({ slug, standings }) => {
      const badge = badgeOf(standings);
      return [
        [`${slug}/${badgeNames.svg}`, badgeSvg(badge)] as const,
        [`${slug}/${badgeNames.json}`, `${JSON.stringify(badge)}\n`] as const,
      ];
    }),
  );
}
