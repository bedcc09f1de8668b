'use strict';
// What the page asks of the endpoint, and what to make of a refusal. The page's own address is the endpoint's.

const PATIENCE_MS = 10_000;
const READ_ONLY = 'Changes are switched off: management.endpoint.threadlets.access=unrestricted allows them.';

/** The server answered, and what it said is for people. */
class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The address of a part of the endpoint: queue, list, id. */
function address(segments = [], query = {}) {
  const path = [location.pathname, ...segments.map(encodeURIComponent)].join('/');
  const parameters = new URLSearchParams(query).toString();
  return parameters ? `${path}?${parameters}` : path;
}

function read(segments, query) {
  return call(address(segments, query), {});
}

/** Changes something. Spring Security wants its token back, from the cookie or the page that it put it in. */
function write(method, segments, { query, body } = {}) {
  const headers = body ? { 'Content-Type': 'application/json' } : {};
  const token = csrfToken();
  if (token) {
    headers[token.header] = token.value;
  }
  return call(address(segments, query), { method, headers, body: body && JSON.stringify(body) });
}

async function call(url, options) {
  const response = await fetch(url, {
    ...options,
    headers: { Accept: 'application/json', ...options.headers },
    // The same address gives the page: its JSON must not come up when somebody goes back.
    cache: 'no-store',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const json = /^application\/([\w.-]+\+)?json\b/.test(response.headers.get('Content-Type') ?? '');
  const body = json ? await response.json() : null;
  if (response.ok && (json || response.status === 204)) {
    return body;
  }
  throw new Refusal(response.status, reason(response, body, options.method));
}

function reason(response, body, method) {
  if (response.ok || response.redirected || response.status === 401) {
    return 'The server wants you to sign in. Reload this page to do so.';
  }
  if (response.status === 403) {
    return method ? forbidden() : 'You may not see the queues (403). Ask for the role that this application demands.';
  }
  if (body?.message && body.error && !body.timestamp) {
    return body.message;
  }
  if (response.status === 405 || (response.status === 404 && method === 'DELETE')) {
    return READ_ONLY;
  }
  return `The server answered ${response.status} ${response.statusText}`.trim() + '.';
}

function forbidden() {
  return csrfToken()
    ? 'The server refused the change (403). A CSRF token was sent, so your user may lack the role that changes need.'
    : 'The server refused the change (403). No CSRF token was found: with Spring Security, let the page read it by'
      + ' http.csrf(csrf -> csrf.spa()), or exempt the endpoint from CSRF protection. Or your user lacks the role.';
}

function csrfToken() {
  const cookie = document.cookie.split('; ').find(pair => pair.startsWith('XSRF-TOKEN='));
  if (cookie) {
    return { header: 'X-XSRF-TOKEN', value: decodeURIComponent(cookie.slice('XSRF-TOKEN='.length)) };
  }
  const meta = document.querySelector('meta[name="_csrf"]');
  return meta && {
    header: document.querySelector('meta[name="_csrf_header"]')?.content ?? 'X-CSRF-TOKEN',
    value: meta.content,
  };
}
