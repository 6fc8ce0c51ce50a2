// What has changed at the daemon: by server-sent events, and where those do not come, by asking again.

import { Problem, onReach } from "./api.js";

const pollEveryMs = 5000;
const retryAfterMs = 10000;

/**
 * Calls `changed(kind)` for each kind of thing that is not as it was, and `changed(null)` when anything may be;
 * `isLive` with whether changes come by themselves.
 */
export function live(kinds, changed, isLive = () => {}) {
  let source = null;
  let poll = null;

  const asks = (wanted) => {
    isLive(!wanted);
    if (!wanted) poll = clearInterval(poll);
    else poll ??= setInterval(() => changed(null), pollEveryMs);
  };
  const open = () => {
    source = new EventSource("/api/v1/events");
    source.onopen = () => { asks(false); changed(null); };
    source.addEventListener("reset", () => changed(null));
    for (const kind of kinds) source.addEventListener(kind, () => changed(kind));
    source.onerror = () => {
      asks(true);
      if (source?.readyState !== EventSource.CLOSED) return;
      source = null;
      setTimeout(() => { if (poll && !source) open(); }, retryAfterMs);
    };
  };

  let wasThere = true;
  onReach((isThere) => {
    if (isThere && !wasThere) queueMicrotask(() => changed(null));
    wasThere = isThere;
  });
  // A browser keeps six connections to one place: pages that nobody looks at leave theirs to others.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") { if (!source) open(); } else {
      poll = clearInterval(poll);
      source?.close();
      source = null;
    }
  });
  open();
}

/** Lets a function run once however often it is asked for while it runs, and once more after that. */
export function once(work) {
  let running = null;
  let again = false;
  return async function run() {
    if (running) { again = true; return running; }
    // A daemon that does not answer is told elsewhere; anything else is a fault of the page's own.
    running = work().catch((problem) => { if (!(problem instanceof Problem)) console.error(problem); });
    await running;
    running = null;
    if (again) { again = false; return run(); }
  };
}
