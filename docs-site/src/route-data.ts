import { defineRouteMiddleware } from '@astrojs/starlight/route-data';

/** Each page says where it is to be had as Markdown. */
export const onRequest = defineRouteMiddleware(({ locals }) => {
  const { entry, head } = locals.starlightRoute;
  if (entry.id === '404') return;
  const href = `${import.meta.env.BASE_URL.replace(/\/$/, '')}/${entry.id || 'index'}.md`;
  head.push({ tag: 'link', attrs: { rel: 'alternate', type: 'text/markdown', href } });
});
