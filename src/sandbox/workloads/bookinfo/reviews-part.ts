import { escapeHtml } from '../python/werkzeug.ts';

type Review = {
  readonly reviewer: string;
  readonly text: string;
  readonly rating?: { readonly stars?: number; readonly color?: string; readonly error?: string };
};

/** What reviews answers. */
export type Reviews = {
  readonly podname: string;
  readonly clustername: string;
  readonly reviews: readonly Review[];
};

/** The reviews of a book, and which pod of which cluster served them. */
export function reviewsPart({ podname, clustername, reviews }: Reviews): string {
  const cluster = clustername === 'null' ? '' : `\n      on cluster <div>${escapeHtml(clustername)}</div>`;
  const articles = reviews.map(
    (review) => `  <section class="px-6 py-12">
${rating(review.rating)}    <blockquote class="mt-10 text-xl font-semibold">
      <p>"${escapeHtml(review.text)}"</p>
    </blockquote>
    <img class="h-16 w-16 rounded-full bg-gray-50" src="/static/img/izzy.png" alt="Izzy">
    <div class="font-semibold text-gray-900">${escapeHtml(review.reviewer)}</div>
    <div class="mt-0.5 text-gray-600 font-mono">Reviews served by:
      ${escapeHtml(podname)}${cluster}
    </div>
  </section>`,
  );
  return `<!-- Book reviews section -->
<div class="py-12">
  <h4 class="text-3xl font-semibold">Book Reviews</h4>
${articles.join('\n')}
</div>`;
}

const starPath = 'm10 2 2.4 5 5.6.8-4 3.9.9 5.5L10 14.6l-4.9 2.6.9-5.5-4-3.9 5.6-.8z';
const paint = { full: 'fill="currentColor" aria-hidden="true"', empty: 'fill="none" stroke="currentColor"' };

const fullStar = `      <svg id="glyphicon glyphicon-star" class="h-5 w-5 flex-none" viewBox="0 0 20 20" ${paint.full}><path d="${starPath}"/></svg>\n`;
const emptyStar = `      <svg class="h-5 w-5 flex-none" viewBox="0 0 20 20" ${paint.empty}><path d="${starPath}"/></svg>\n`;

/** One line a star, five in all; nothing for no stars, as for versions without ratings. */
function rating(given: Review['rating']): string {
  if (!given) return '';
  if (given.stars) {
    const full = Math.max(0, Math.round(given.stars));
    const stars = fullStar.repeat(full) + emptyStar.repeat(Math.max(0, 5 - full));
    return `    <div class="flex gap-x-1 text-${escapeHtml(given.color ?? '')}-500">\n${stars}    </div>\n`;
  }
  return given.error ? `    <p class="text-red-500">${escapeHtml(given.error)}</p>\n` : '';
}
