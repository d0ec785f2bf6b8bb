/** Why a server can't be reached, by Node's codes: without them the words would be those of a system call. */
const reasons: Readonly<Record<string, (server: string) => string>> = {
  ECONNREFUSED: (server) => `no API server listens at ${server}`,
  ENOTFOUND: (server) => `the name of the API server ${server} has no address`,
  EAI_AGAIN: (server) => `the name of the API server ${server} cannot be looked up now`,
  EHOSTUNREACH: (server) => `there is no way to the API server ${server}`,
  ENETUNREACH: (server) => `there is no way to the API server ${server}`,
  ETIMEDOUT: (server) => `the API server ${server} cannot be reached: nothing answers there`,
  ECONNRESET: (server) => `the connection to the API server ${server} was lost`,
  EPIPE: (server) => `the connection to the API server ${server} was lost`,
};

/** The error of a connection in words of this field, with the code that it had; any other as it is. */
export function explained(error: unknown, server: string): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  return reason === undefined ? error : Object.assign(new Error(reason(server), { cause: error }), { code });
}
