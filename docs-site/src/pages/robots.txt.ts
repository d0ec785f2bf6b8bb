import type { APIContext } from 'astro';

/** Everything may be read; where the list of pages is. Robots look for it at the root of the host. */
export function GET({ site }: APIContext): Response {
  const sitemap = new URL(`${import.meta.env.BASE_URL.replace(/\/$/, '')}/sitemap-index.xml`, site);
  return new Response(`User-agent: *\nAllow: /\n\nSitemap: ${sitemap.href}\n`);
}
