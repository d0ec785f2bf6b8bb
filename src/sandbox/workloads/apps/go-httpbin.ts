import { type HttpRequest, header } from '../../dataplane/message.ts';
import { reply } from '../http-reply.ts';
import type { Peer } from '../runtime.ts';
import type { Workload } from '../workload.ts';
import { simpleServer } from './simple-server.ts';

/** httpbin in Go, whose headers and arguments are lists. @see https://github.com/mccutchen/go-httpbin */
export const goHttpbin: Workload = simpleServer({
  repositories: ['mccutchen/go-httpbin', 'mccutchen/go-httpbin/go-httpbin'],
  program: 'go-httpbin',
  port: ({ env }) => Number(env.PORT ?? 8080),
  hello: (port) =>
    `time="${new Date().toISOString()}" level=INFO msg="go-httpbin listening on http://0.0.0.0:${port}"`,
  answer: () => async (request, peer) => {
    const url = new URL(request.path, `http://${header(request.headers, 'host') ?? 'localhost'}`);
    const [, name = '', value = ''] = url.pathname.split('/');
    switch (name) {
      case '':
        return reply(
          '<!DOCTYPE html>\n<html>\n<head><title>go-httpbin</title></head>\n<body><h1>go-httpbin</h1></body>\n</html>\n',
          { type: 'text/html; charset=utf-8' },
        );
      case 'get':
      case 'anything':
      case 'post':
      case 'put':
      case 'patch':
      case 'delete':
        if (name !== 'anything' && name.toUpperCase() !== request.method)
          return text('Method Not Allowed', 405);
        return body(described(request, url, peer, name));
      case 'headers':
        return body({ headers: lists(request.headers) });
      case 'ip':
        return body({ origin: peer.address });
      case 'user-agent':
        return body({ 'user-agent': header(request.headers, 'user-agent') ?? '' });
      case 'hostname':
        return body({ hostname: 'go-httpbin' });
      case 'uuid':
        return body({ uuid: crypto.randomUUID() });
      case 'status':
        return /^[1-5]\d\d$/.test(value)
          ? reply('', { status: Number(value) })
          : text('Invalid status code', 400);
      case 'delay': {
        await new Promise((resolve) =>
          setTimeout(resolve, Math.min(10, Number.parseFloat(value) || 0) * 1000),
        );
        return body(described(request, url, peer, 'get'));
      }
      default:
        return text(`sandbox: go-httpbin ${url.pathname} is not simulated`, 501);
    }
  },
});

const body = (value: unknown) =>
  reply(`${JSON.stringify(value, undefined, 2)}\n`, { type: 'application/json; charset=utf-8' });
const text = (message: string, status: number) => reply(`${message}\n`, { status });

function lists(pairs: Iterable<readonly [string, string]>): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const [name, value] of pairs) {
    const key = name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
    found[key] = [...(found[key] ?? []), value];
  }
  return found;
}

function described(request: HttpRequest, url: URL, peer: Peer, name: string): object {
  const args: Record<string, string[]> = {};
  for (const [key, value] of url.searchParams) args[key] = [...(args[key] ?? []), value];
  const common = {
    args,
    headers: lists(request.headers),
    method: request.method,
    origin: peer.address,
    url: url.href,
  };
  if (name === 'get') return common;
  const data = request.body.toString();
  let parsed: unknown = null;
  try {
    parsed = data ? JSON.parse(data) : null;
  } catch {
    // What is no JSON is only given as it came.
  }
  return { ...common, data, files: {}, form: {}, json: parsed };
}
