import { certificatesIn } from '../../../apiserver/tls/identity.ts';
import type { Trust } from '../../../dataplane/message.ts';
import { type CommandCall, FileError, pathOf } from '../command.ts';
import { CurlFailure } from './failure.ts';
import type { Settings } from './settings.ts';

/** Whose certificates a transfer takes, and the file that says so. */
export type Trusted = { readonly trust: Trust; readonly file?: string };

/** What `-k`, `--cacert` and `CURL_CA_BUNDLE` come to. @throws CurlFailure 77 */
export async function trusted(call: CommandCall, { insecure, cacert }: Settings): Promise<Trusted> {
  const file = cacert ?? call.env.CURL_CA_BUNDLE;
  if (insecure) return { trust: 'anything' };
  if (!file) return { trust: 'public' };
  const authorities = await contentOf(call, file);
  if (certificatesIn(authorities).length === 0)
    throw new CurlFailure(77, `error setting certificate file: ${file}`);
  return { trust: { authorities }, file };
}

/** @throws CurlFailure 77 */
async function contentOf(call: CommandCall, file: string): Promise<string> {
  try {
    return (await call.host.files.read(pathOf(call, file))).toString();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new CurlFailure(77, `error setting certificate file: ${file}`);
  }
}
