import type { product } from './product.ts';

/** A backend's answer as the page shows it: its JSON when the status is 200, else `{ error }`. */
type Part = { readonly status: number; readonly content: unknown };

type BookPage = {
  readonly product: typeof product;
  readonly details: Part;
  readonly reviews: Part;
  readonly user: string | undefined;
};

type Review = {
  readonly reviewer: string;
  readonly text: string;
  readonly rating?: { readonly stars?: number; readonly color?: string; readonly error?: string };
};

type Reviews = {
  readonly podname: string;
  readonly clustername: string;
  readonly reviews: readonly Review[];
};

/** The page of the book, with what details and reviews said. The markup is our own; its facts are the real page's. */
export function bookPage({ product, details, reviews, user }: BookPage): string {
  return document(`
<nav class="flex h-16 items-center justify-between bg-gray-800 px-8">
  <a href="#" class="font-bold text-gray-50">BookInfo Sample</a>
${account(user)}
</nav>
<header class="mx-auto max-w-7xl px-8 py-6">
  <h1 class="text-4xl font-bold text-gray-900">${product.title}</h1>
  <p class="mt-4 text-base text-gray-700">Summary: ${product.descriptionHtml}</p>
</header>
<main class="mx-auto max-w-7xl px-8">
${details.status === 200 ? detailsPanel(details.content) : errorPanel('details', details.content)}
${reviews.status === 200 ? reviewsPanel(reviews.content as Reviews) : errorPanel('reviews', reviews.content)}
</main>`);
}

/** Where a visitor may choose to be a normal user or a test user. */
export function startPage(): string {
  return document(`
<main class="mx-auto max-w-7xl px-8 py-6">
  <h3 class="text-2xl font-bold">Hello! This is a simple bookstore application consisting of three services as shown below</h3>
  <p>Click on one of the links below to auto generate a request to the backend as a real user or a tester</p>
  <ul>
    <li><a href="/productpage?u=normal">Normal user</a></li>
    <li><a href="/productpage?u=test">Test user</a></li>
  </ul>
</main>`);
}

const document = (body: string): string => `<!DOCTYPE html>
<html lang="en" class="h-full bg-white">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Simple Bookstore App</title>
</head>
<body class="h-full">${body}
</body>
</html>
`;

function account(user: string | undefined): string {
  if (user === undefined) {
    return `  <form method="post" action="/login" class="flex gap-x-2">
    <input type="text" name="username" placeholder="User Name" class="rounded-md">
    <input type="password" name="passwd" placeholder="Password" class="rounded-md">
    <button type="submit" class="rounded-md bg-blue-600 px-3 text-sm text-white">Sign in</button>
  </form>`;
  }
  return `  <div class="flex gap-x-4">
    <p class="text-base font-medium text-gray-50">${escapeHtml(user)}</p>
    <a href="/logout" class="text-sm text-gray-300">Sign out</a>
  </div>`;
}

function detailsPanel(content: unknown): string {
  const labels: Readonly<Record<string, string>> = { type: 'Type', pages: 'Pages', publisher: 'Publisher' };
  const shown = { ...labels, language: 'Language', 'ISBN-10': 'ISBN-10', 'ISBN-13': 'ISBN-13' };
  const facts = content as Readonly<Record<string, unknown>>;
  const rows = Object.entries(shown).map(
    ([key, label]) =>
      `    <tr><th class="text-left">${label}</th><td>${escapeHtml(String(facts[key]))}</td></tr>`,
  );
  return `<section class="py-6">
  <h4 class="text-2xl font-bold text-gray-900">Book Details</h4>
  <table class="mt-4 text-sm text-gray-700">
${rows.join('\n')}
  </table>
</section>`;
}

function reviewsPanel({ podname, clustername, reviews }: Reviews): string {
  const where =
    clustername === 'null'
      ? ''
      : `
      on cluster
      <div class="font-semibold">${escapeHtml(clustername)}</div>`;
  const articles = reviews.map(
    (review) => `  <article class="mt-6 border-t pt-4">
    <blockquote class="text-lg text-gray-900">"${escapeHtml(review.text)}"</blockquote>
${rating(review.rating)}
    <p class="mt-2 font-medium text-gray-700">${escapeHtml(review.reviewer)}</p>
    <div class="text-sm text-gray-500">
      Reviews served by:
      ${escapeHtml(podname)}${where}
    </div>
  </article>`,
  );
  return `<section class="py-6">
  <h4 class="text-2xl font-bold text-gray-900">Book Reviews</h4>
${articles.join('\n')}
</section>`;
}

const starPath = 'm10 2 2.4 5 5.6.8-4 3.9.9 5.5L10 14.6l-4.9 2.6.9-5.5-4-3.9 5.6-.8z';

const fullStar = `      <svg id="glyphicon glyphicon-star" class="h-5 w-5 flex-none" viewBox="0 0 20 20" fill="currentColor" aria-hidden="true"><path d="${starPath}"/></svg>`;
const emptyStar = `      <svg class="h-5 w-5 flex-none" viewBox="0 0 20 20" fill="none" stroke="currentColor" aria-hidden="true"><path d="${starPath}"/></svg>`;

/** One line a star, five in all; versions without ratings show none. */
function rating(given: Review['rating']): string {
  if (!given) return '';
  if (given.stars === undefined) return `    <p class="text-red-500">${escapeHtml(given.error ?? '')}</p>`;
  const full = Math.max(0, Math.min(5, Math.round(given.stars)));
  const stars = [...Array<string>(full).fill(fullStar), ...Array<string>(5 - full).fill(emptyStar)];
  return `    <div class="flex gap-x-1 text-${escapeHtml(given.color ?? 'black')}-500">
${stars.join('\n')}
    </div>`;
}

const errorPanel = (what: string, content: unknown): string => `<section class="py-6">
  <p class="text-2xl text-red-500">Error fetching product ${what}</p>
  <p class="text-base text-red-500">${escapeHtml(String((content as { error?: unknown }).error))}</p>
</section>`;

const escapeHtml = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&#34;')
    .replace(/'/g, '&#39;');
