/** What curl's exit codes say, as a clause. @see https://curl.se/docs/manpage.html#EXIT */
export const curlExits: Readonly<Record<number, string>> = {
  3: 'the URL is malformed',
  6: 'the host name has no address',
  7: 'nothing listens at that address',
  22: 'the server answered with an HTTP error',
  28: 'it took too long',
  35: 'the TLS handshake failed',
  52: 'the server closed the connection without an answer',
  56: 'the connection was reset',
  60: "the server's certificate is not trusted",
};
