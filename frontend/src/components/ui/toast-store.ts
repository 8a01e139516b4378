export interface Toast {
  readonly id: number;
  readonly tone: "success" | "info" | "danger";
  readonly text: string;
}

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export function getToasts(): readonly Toast[] {
  return toasts;
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tell the user something in passing. The text is already in their language. */
export function showToast(text: string, tone: Toast["tone"] = "success"): void {
  publish([...toasts.slice(-2), { id: nextId++, tone, text }]);
}

export function dismissToast(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}
