import { type Identity, identityProblem } from '../../../apiserver/tls/identity.ts';
import { FileError } from '../../files/entry.ts';
import type { FileTree } from '../../files/file-tree.ts';
import { ConfigError } from './parse-config.ts';
import type { ServerConfig } from './server-config.ts';

/**
 * Reads the certificates of servers with TLS, as nginx does before it starts.
 * @throws ConfigError in nginx's words for what can't be read or doesn't belong together
 */
export function readCertificates(
  servers: readonly ServerConfig[],
  tree: FileTree,
  configPath: string,
): ReadonlyMap<ServerConfig, Identity> {
  return new Map(
    servers
      .filter(({ securePorts }) => securePorts.length > 0)
      .map((server) => [server, identityOf(server, tree, configPath)]),
  );
}

function identityOf(
  { certificate, certificateKey, line }: ServerConfig,
  tree: FileTree,
  configPath: string,
): Identity {
  if (!certificate)
    throw new ConfigError(
      `no "ssl_certificate" is defined for the "listen ... ssl" directive in ${configPath}:${line}`,
    );
  if (!certificateKey)
    throw new ConfigError(`no "ssl_certificate_key" is defined for certificate "${certificate}"`);
  const identity = {
    certificate: read(tree, certificate, 'certificate'),
    key: read(tree, certificateKey, 'certificate key'),
  };
  const problem = identityProblem(identity);
  if (!problem) return identity;
  if (problem.includes('does not match'))
    throw new ConfigError(
      `SSL_CTX_use_PrivateKey("${certificateKey}") failed (SSL: error:05800074:x509 certificate routines::key values mismatch)`,
    );
  const isKey = problem.includes('key');
  throw new ConfigError(
    isKey
      ? `cannot load certificate key "${certificateKey}": PEM_read_bio_PrivateKey() failed`
      : `cannot load certificate "${certificate}": PEM_read_bio_X509_AUX() failed (SSL: error:0480006C:PEM routines::no start line:Expecting: TRUSTED CERTIFICATE)`,
  );
}

function read(tree: FileTree, path: string, what: string): string {
  const full = path.startsWith('/') ? path : `/etc/nginx/${path}`;
  try {
    return tree.read(full).toString();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new ConfigError(
      `cannot load ${what} "${full}": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory:calling fopen(${full}, r) error:10000080:BIO routines::no such file)`,
    );
  }
}
