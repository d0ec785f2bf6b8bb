import { json, reply } from '../http-reply.ts';
import type { Server, Workload } from '../workload.ts';
import { bookinfoImage, bookinfoPort } from './bookinfo-image.ts';

/** Bookinfo's details, a Ruby program: facts about the one book. */
export const details: Workload = bookinfoImage({
  image: 'details-v1',
  start: serve,
  languages: ['ruby', 'gem', 'irb'],
});

const server = 'WEBrick/1.8.1 (Ruby/3.3.6/2024-11-05)';

function serve(): Server {
  return (port) => (port === bookinfoPort ? async ({ path }) => answer(path) : undefined);
}

function answer(path: string): ReturnType<typeof reply> {
  const [bare = ''] = path.split('?');
  if (bare === '/health') return json({ status: 'Details is healthy' }, { server });
  if (!bare.startsWith('/details')) return reply('Not Found', { status: 404, server });
  const id = bare.split('/').at(-1) ?? '';
  if (!/^[+-]?\d+$/.test(id))
    return json({ error: 'please provide numeric product id' }, { status: 400, server });
  return json(
    {
      id: Number(id),
      author: 'William Shakespeare',
      year: 1595,
      type: 'paperback',
      pages: 200,
      publisher: 'PublisherA',
      language: 'English',
      'ISBN-10': '1234567890',
      'ISBN-13': '123-1234567890',
    },
    { server },
  );
}
