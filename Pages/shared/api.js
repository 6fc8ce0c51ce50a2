// The daemon's HTTP. A POST has one key for as long as a person means the same act, so that it is done once
// however often it is sent.

/** What the daemon refused, or that it was not reached (`status` 0). */
export class Problem extends Error {
  constructor(status, detail, code) {
    super(detail);
    this.status = status;
    this.code = code;
  }
  get isAway() { return this.status === 0; }
  /** Whether nobody is logged in, so that nothing was looked at. */
  get isLoggedOut() { return this.status === 401; }
  /** Whether sending the very same again can help. */
  get isWorthRepeating() { return this.isAway || this.isLoggedOut || this.status >= 500; }
}

const watchers = new Set();
/** Calls back with true or false whenever the daemon has answered, or has not. */
export function onReach(watch) { watchers.add(watch); }

let loggedOut = () => {};
export function onLoggedOut(then) { loggedOut = then; }

let language = "en";
export function speak(tag) { language = tag; }

// A daemon answers within milliseconds; whoever stands at a door does not wait for one that hangs.
const patienceMs = 6000;

async function ask(path, options = {}) {
  let response;
  let text;
  try {
    response = await fetch(`/api/v1/${path}`, {
      cache: "no-store", ...options,
      headers: { "Accept-Language": language, ...options.headers },
      signal: AbortSignal.timeout(patienceMs),
    });
    text = await response.text();
  } catch {
    for (const watch of watchers) watch(false);
    throw new Problem(0, "");
  }
  for (const watch of watchers) watch(true);
  let body = null;
  try { body = text ? JSON.parse(text) : null; } catch { /* Whoever answered was no Muster. */ }
  if (response.ok) return body;
  const problem = new Problem(response.status, body?.detail ?? response.statusText, body?.code);
  if (response.status === 401 && path !== "login") loggedOut(problem);
  throw problem;
}

export const get = (path) => ask(path);

export const newKey = () => Array.from(
  crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const rest = (ms) => new Promise((done) => setTimeout(done, ms));

/** Does something, once; where no answer comes it is sent again with the same key. */
export async function post(path, body = {}, key = newKey()) {
  for (const pause of [400, 0]) {
    try {
      return await ask(path, {
        method: "POST", body: JSON.stringify(body),
        headers: { "Content-Type": "application/json", "Idempotency-Key": key },
      });
    } catch (problem) {
      if (!problem.isAway || !pause) throw problem;
      await rest(pause);
    }
  }
}
