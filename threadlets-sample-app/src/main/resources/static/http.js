const PATIENCE_MILLIS = 15_000;

/** What the application answered where it did not do what it was asked. */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** The application did not answer. */
export class Unreachable extends Error {}

/** The answer to a request, read as JSON. */
export async function json(path, options = {}) {
  let response;
  let body;
  try {
    response = await fetch(path, {
      ...options,
      headers: { Accept: 'application/json', ...options.headers },
      signal: AbortSignal.timeout(PATIENCE_MILLIS),
    });
    body = await response.json().catch((e) => {
      if (e.name === 'SyntaxError') {
        return undefined;
      }
      throw e;
    });
  } catch (e) {
    throw new Unreachable('The application does not answer.', { cause: e });
  }
  if (!response.ok || body === undefined) {
    throw new Problem(response.status, body?.detail ?? body?.message ?? `The application answered ${response.status}.`);
  }
  return body;
}

/** Repeats a task, a pause after each end; not while nobody looks. */
export function repeat(task, pauseMillis) {
  let timer;
  async function next() {
    clearTimeout(timer);
    if (!document.hidden) {
      await task();
      clearTimeout(timer);
      timer = setTimeout(next, pauseMillis);
    }
  }
  document.addEventListener('visibilitychange', next);
  next();
}
