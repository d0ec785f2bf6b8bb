/** Texts of werkzeug's own pages, by status. */
const texts: Readonly<Record<number, readonly [title: string, text: string]>> = {
  400: ['Bad Request', 'The browser (or proxy) sent a request that this server could not understand.'],
  404: [
    'Not Found',
    'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
  ],
  405: ['Method Not Allowed', 'The method is not allowed for the requested URL.'],
  500: [
    'Internal Server Error',
    'The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.',
  ],
};

/** How a version of werkzeug begins its pages. */
type Dialect = 'html5' | 'html3';

/** The page of an error: HTML 5 since version 2.1, HTML 3.2 before. */
export function errorPage(status: number, dialect: Dialect): string {
  const [title, text] = texts[status] ?? ['Error', ''];
  // Sentences had two blanks between them then.
  const spaced = dialect === 'html3' ? text.replaceAll('. ', '.  ') : text;
  return `${heads[dialect]}<title>${status} ${title}</title>\n<h1>${title}</h1>\n<p>${spaced}</p>\n`;
}

const heads: Readonly<Record<Dialect, string>> = {
  html5: '<!doctype html>\n<html lang=en>\n',
  html3: '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n',
};

/** The page that goes with a redirect. */
export function redirectPage(location: string, dialect: Dialect): string {
  const url = escapeHtml(location);
  const link = `<a href="${url}">${url}</a>`;
  const sentence = 'You should be redirected automatically to';
  return dialect === 'html5'
    ? `${heads.html5}<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n<p>${sentence} the target URL: ${link}. If not, click the link.\n`
    : `${heads.html3}<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n<p>${sentence} target URL: ${link}.  If not click the link.`;
}

/** Text as it stands in a page. */
export const escapeHtml = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&#34;')
    .replace(/'/g, '&#39;');
