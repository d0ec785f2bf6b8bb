import { defineRouteMiddleware } from '@astrojs/starlight/route-data';

/** Each page says where it is to be had as Markdown, and has a picture for whoever shares it. */
export const onRequest = defineRouteMiddleware(({ locals }) => {
  const { entry, head } = locals.starlightRoute;
  const base = import.meta.env.BASE_URL.replace(/\/$/, '');
  const picture = new URL(`${base}/social.png`, import.meta.env.SITE).href;
  head.push({ tag: 'meta', attrs: { property: 'og:image', content: picture } });
  if (entry.id === '404') return;
  const href = `${base}/${entry.id || 'index'}.md`;
  head.push({ tag: 'link', attrs: { rel: 'alternate', type: 'text/markdown', href } });
});
