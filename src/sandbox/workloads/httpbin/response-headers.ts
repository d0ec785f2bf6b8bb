import { pythonJson } from '../python/python-json.ts';
import { type Answer, respond } from './call.ts';
import { valuesOf } from './facts.ts';

const type = 'application/json';

/** The headers that the query asks for, in the answer and in what it says, its own length included. */
export const responseHeaders: Answer = (call) => {
  const wanted = [...call.query];
  let body = '';
  for (let length = -1; length !== body.length; ) {
    length = body.length;
    const all = valuesOf([['Content-Length', String(length)], ['Content-Type', type], ...wanted]);
    body = `${pythonJson(all, { indent: 2, sortKeys: true })}\n`;
  }
  return respond(call, body, { type, late: wanted });
};
