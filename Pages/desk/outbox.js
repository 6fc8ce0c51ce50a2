// Acts on their way. Each is kept in this browser from the moment it is meant until the machine has answered, so that
// neither a reload nor an empty battery loses it. They name people: none outlives its answer, or its desk's log out.

const prefix = "unsent:";

/** `gone` is called when another page of this browser had an answer to one that is here too. */
export function outbox(gone) {
  const acts = new Map();
  const tryStorage = (work) => { try { return work(localStorage); } catch { return undefined; } };

  tryStorage((storage) => {
    const found = Object.keys(storage).filter((name) => name.startsWith(prefix)).map((name) => JSON.parse(storage.getItem(name)));
    for (const act of found.sort((a, b) => a.at - b.at)) acts.set(act.key, act);
  });
  addEventListener("storage", (event) => {
    const key = event.newValue === null && event.key?.startsWith(prefix) && event.key.slice(prefix.length);
    if (acts.delete(key)) gone(key);
  });
  addEventListener("beforeunload", (event) => { if (acts.size) event.preventDefault(); });

  const drop = (key) => {
    acts.delete(key);
    tryStorage((storage) => storage.removeItem(prefix + key));
  };
  return {
    put(act) {
      acts.set(act.key, act);
      tryStorage((storage) => storage.setItem(prefix + act.key, JSON.stringify(act)));
    },
    drop,
    all: () => [...acts.values()],
    clear() { for (const key of [...acts.keys()]) drop(key); },
  };
}
