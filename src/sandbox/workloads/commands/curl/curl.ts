import type { Command, CommandCall } from '../command.ts';
import { requestBody, uploadOf } from './body.ts';
import type { CookieJar } from './cookie-jar.ts';
import { atLeast, CurlFailure, helpLine, usage } from './failure.ts';
import { formBody } from './form.ts';
import { type Globbed, globUrl } from './glob.ts';
import { openJar, saveJar } from './jar-files.ts';
import { fetchAddress } from './one-address.ts';
import { parseArguments } from './parse-arguments.ts';
import type { RequestBody } from './request.ts';
import type { Settings } from './settings.ts';
import { versionText } from './version-text.ts';

/** curl, for HTTP and HTTPS, as far as its option table goes. */
export const curl: Command = async (call) => {
  let isQuiet = false;
  try {
    const request = parseArguments(call.argv.slice(1));
    if (request.kind === 'settings') {
      const { silent, showError } = request.settings;
      isQuiet = silent && !showError;
      return await run(call, request.settings);
    }
    call.io.stdout(request.kind === 'help' ? 'Usage: curl [options...] <url>\n' : versionText(call));
    return 0;
  } catch (error) {
    if (!(error instanceof CurlFailure)) throw error;
    const { code, message, isUsage } = error;
    // What the sandbox refuses doesn't claim to come from curl.
    if (message.startsWith('sandbox:')) call.io.stderr(`${message}\n`);
    else if (isUsage) call.io.stderr(`curl: ${message}\n`);
    else if (!isQuiet) call.io.stderr(`curl: (${code}) ${message}\n`);
    return code;
  }
};

type Address = { readonly globbed: Globbed; readonly index: number };

async function run(call: CommandCall, settings: Settings): Promise<number> {
  if (!settings.urls.length) throw noUrl(call);
  const isPost = settings.data.length > 0 || settings.form.length > 0;
  if (settings.head && isPost && !settings.get) {
    if (!settings.silent)
      call.io.stderr(
        'Warning: You can only select one HTTP request method! You asked for both POST \nWarning: (-d, --data) and HEAD (-I, --head).\n',
      );
    return 2;
  }
  const body = await bodyOf(settings, call);
  const jar = await openJar(call, settings);
  const addresses = settings.urls.flatMap((url, index): readonly Address[] => {
    const all = settings.globOff ? [{ url, parts: [] }] : globUrl(url);
    return all.map((globbed) => ({ globbed, index }));
  });
  const codes = settings.parallel
    ? await Promise.all(addresses.map((address) => one(call, settings, { ...address, body, jar })))
    : await inTurn(addresses, (address) => one(call, settings, { ...address, body, jar }));
  if (settings.cookieJar) await saveJar(call, settings.cookieJar, jar);
  return (settings.parallel ? codes.find((code) => code !== 0) : codes.at(-1)) ?? 0;
}

async function inTurn<T>(items: readonly T[], work: (item: T) => Promise<number>): Promise<number[]> {
  const codes: number[] = [];
  for (const item of items) codes.push(await work(item));
  return codes;
}

/** Without any argument it says less. */
function noUrl({ argv, host }: CommandCall): CurlFailure {
  if (argv.length === 1) return new CurlFailure(2, helpLine.replace('curl: ', ''), undefined, true);
  if (!atLeast(host.curlVersion, '8.0.0')) return usage('no URL specified!');
  return usage(`(2) no URL specified${atLeast(host.curlVersion, '8.2.0') ? '' : '!'}`);
}

/** @throws CurlFailure 2, 26 */
async function bodyOf(settings: Settings, call: CommandCall): Promise<RequestBody | undefined> {
  if (settings.form.length) {
    const { body, type } = await formBody(settings.form, call);
    return { content: body, type };
  }
  const content = await requestBody(settings, call);
  return content && { content };
}

type One = Address & { readonly body: RequestBody | undefined; readonly jar: CookieJar };

/** One address, with the file that goes there if one does: into a folder by its own name. */
async function one(
  call: CommandCall,
  settings: Settings,
  { globbed, index, body, jar }: One,
): Promise<number> {
  const file = settings.uploads[index];
  if (file === undefined) return fetchAddress(call, settings, { globbed, index, body, jar });
  const content = await uploadOf(file, call);
  const name =
    globbed.url.endsWith('/') && file !== '-' ? encodeURIComponent(file.split('/').at(-1) ?? '') : '';
  const upload = { content, isUpload: true };
  return fetchAddress(call, settings, {
    globbed: { ...globbed, url: globbed.url + name },
    index,
    body: upload,
    jar,
  });
}
