import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { type Answer, json, respond, text } from './call.ts';
import { factsOf } from './facts.ts';

type Encoding = { readonly name: string; readonly said: string; readonly encode: (text: Buffer) => Buffer };

const encoded =
  ({ name, said, encode }: Encoding): Answer =>
  (call) => {
    const { headers, method, origin } = factsOf(call);
    const plain = json(call, { headers, method, origin, [said]: true });
    return respond(call, encode(plain.body), {
      type: 'application/json',
      late: [['Content-Encoding', name]],
    });
  };

export const gzip = encoded({
  name: 'gzip',
  said: 'gzipped',
  encode: (plain) => gzipSync(plain, { level: 4 }),
});
export const deflate = encoded({ name: 'deflate', said: 'deflated', encode: (plain) => deflateSync(plain) });
export const brotli = encoded({ name: 'br', said: 'brotli', encode: (plain) => brotliCompressSync(plain) });

export const robots: Answer = (call) =>
  respond(call, 'User-agent: *\nDisallow: /deny\n', { type: 'text/plain' });

export const slideshow: Answer = (call) =>
  json(call, {
    slideshow: {
      author: 'Yours Truly',
      date: 'date of publication',
      slides: [
        { title: 'Wake up to WonderWidgets!', type: 'all' },
        {
          items: ['Why <em>WonderWidgets</em> are great', 'Who <em>buys</em> WonderWidgets'],
          title: 'Overview',
          type: 'all',
        },
      ],
      title: 'Sample Slide Show',
    },
  });

export const xml: Answer = (call) =>
  respond(
    call,
    `<?xml version='1.0' encoding='us-ascii'?>

<!--  A SAMPLE set of slides  -->

<slideshow${' '}
    title="Sample Slide Show"
    date="Date of publication"
    author="Yours Truly"
    >

    <!-- TITLE SLIDE -->
    <slide type="all">
      <title>Wake up to WonderWidgets!</title>
    </slide>

    <!-- OVERVIEW -->
    <slide type="all">
        <title>Overview</title>
        <item>Why <em>WonderWidgets</em> are great</item>
        <item/>
        <item>Who <em>buys</em> WonderWidgets</item>
    </slide>

</slideshow>`,
    { type: 'application/xml' },
  );

const choice = (type: string, name: string, values: readonly string[]): string =>
  values
    .map((value) => `<p><label><input type=${type} name="${name}" value="${value}"> ${value}</label></p>`)
    .join('\n');

/** A form for a pizza; its fields are those of the original, its markup is our own. */
export const pizzaForm: Answer = (call) =>
  text(
    call,
    `<!DOCTYPE html>
<html>
<head></head>
<body>
<form method="post" action="/post">
<p><label>Customer name: <input name="custname"></label></p>
<p><label>Telephone: <input type=tel name="custtel"></label></p>
<p><label>E-mail address: <input type=email name="custemail"></label></p>
<fieldset><legend> Pizza Size </legend>
${choice('radio', 'size', ['small', 'medium', 'large'])}
</fieldset>
<fieldset><legend> Pizza Toppings </legend>
${choice('checkbox', 'topping', ['bacon', 'cheese', 'onion', 'mushroom'])}
</fieldset>
<p><label>Preferred delivery time: <input type=time name="delivery"></label></p>
<p><label>Delivery instructions: <textarea name="comments"></textarea></label></p>
<p><button>Submit order</button></p>
</form>
</body>
</html>`,
  );
