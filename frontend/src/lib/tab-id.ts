const KEY = "tab-id";
let id = "";

function stored(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(value: string): void {
  id = value;
  try {
    sessionStorage.setItem(KEY, value);
  } catch {
    // Without storage a reload counts as another tab.
  }
}

/** Resolve to whether nobody else holds the lock; it is then held until this page goes. */
function holdForever(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise<never>(() => undefined) : undefined;
    });
  });
}

/**
 * Settle the id of this tab before the first request. A reload keeps it; a duplicated tab, which begins with a copy of
 * its original's storage, finds the id's lock taken and gets a new one.
 */
export async function settleTabId(): Promise<void> {
  const candidate = stored() ?? crypto.randomUUID();
  if (!("locks" in navigator) || (await holdForever(`tab:${candidate}`))) {
    keep(candidate);
    return;
  }
  keep(crypto.randomUUID());
  await holdForever(`tab:${id}`);
}

export function tabId(): string {
  if (id === "") keep(stored() ?? crypto.randomUUID());
  return id;
}
