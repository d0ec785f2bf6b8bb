import { escapeHtml } from '../python/werkzeug.ts';
import type { BackendAnswer } from './backends.ts';
import type { product } from './product.ts';
import { type Reviews, reviewsPart } from './reviews-part.ts';
import { signIn } from './sign-in.ts';

type BookPage = {
  readonly product: typeof product;
  readonly details: BackendAnswer;
  readonly reviews: BackendAnswer;
  /** Who is signed in; empty for nobody. */
  readonly user: string;
};

/**
 * The page of the book, with what details and reviews said. The markup is our own; its words, and the classes and ids
 * by which they are found, are those of the real page, which has no document type and no `body` either.
 */
export const bookPage = ({ product, details, reviews, user }: BookPage): string => `
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<title>Simple Bookstore App</title>
<script src="static/tailwind/tailwind.css"></script>
<nav class="bg-gray-800">
  <a href="#" class="text-white px-3 py-2 text-lg font-medium" aria-current="page">BookInfo Sample</a>
${account(user)}
</nav>
${signIn}
<!-- Book description section -->
<div class="container">
  <h1 class="text-5xl font-bold tracking-tight text-blue-900">${product.title}</h1>
  <p class="mt-6 text-xl leading-8 text-gray-600">${product.descriptionHtml}</p>
  <a href="https://istio.io" target="_blank" class="text-sm font-semibold">Learn more about Istio <span aria-hidden="true">→</span></a>
</div>
<div class="container">
${details.status === 200 ? detailsPart(details.content) : errorPart('details', details.content)}
${reviews.status === 200 ? reviewsPart(reviews.content as Reviews) : errorPart('reviews', reviews.content)}
</div>
`;

const account = (user: string): string =>
  user
    ? `  <div class="account">
    <img class="inline-block h-9 w-9 rounded-full bg-blue-50" src="/static/img/izzy.png" alt="">
    <p class="text-base font-medium text-gray-50">${escapeHtml(user)}</p>
    <a href="logout" class="text-xs font-medium text-gray-400 hover:text-gray-300">Sign out</a>
  </div>`
    : `  <button type="button" id="sign-in-button" class="rounded-md bg-blue-600 text-sm font-semibold text-white">
    Sign in
  </button>`;

/** Columns of the table: what stands above each, and which fact it shows. */
const columns: readonly (readonly [title: string, fact: string])[] = [
  ['ISBN-10', 'ISBN-10'],
  ['Publisher', 'publisher'],
  ['Pages', 'pages'],
  ['Type', 'type'],
  ['Language', 'language'],
];

function detailsPart(content: unknown): string {
  const facts = content as Readonly<Record<string, unknown>>;
  const titles = columns.map(([title]) => `      <th scope="col" class="text-left text-sm">${title}</th>`);
  const cells = columns.map(
    ([, fact]) => `      <td class="whitespace-nowrap text-sm">${escapeHtml(String(facts[fact] ?? ''))}</td>`,
  );
  return `<!-- Book details table -->
<div class="py-10">
  <h4 class="text-3xl font-semibold">Book Details</h4>
  <table class="min-w-full divide-y divide-gray-300">
    <thead><tr>
${titles.join('\n')}
    </tr></thead>
    <tbody><tr>
${cells.join('\n')}
    </tr></tbody>
  </table>
</div>`;
}

const errorPart = (what: string, content: unknown): string => `<div class="py-10">
  <p class="text-2xl text-red-500">Error fetching product ${what}</p>
  <p class="text-lg text-gray-600">${escapeHtml(String((content as { error?: unknown }).error))}</p>
</div>`;
