import { useEffect, useRef } from "react";

const INTERACTIVE = "input, textarea, select, button, a, summary, [contenteditable], [role=button], [role=tab], [role=switch], [role=dialog]";

function inControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(INTERACTIVE) !== null;
}

interface Shortcuts {
  /** Ctrl+Enter (or Cmd+Enter) from anywhere. */
  readonly onSubmit: () => void;
  /** Space, when no control has the focus. */
  readonly onSpace: () => void;
  readonly active: boolean;
}

export function useShortcuts({ onSubmit, onSpace, active }: Shortcuts): void {
  const latest = useRef({ onSubmit, onSpace });
  useEffect(() => {
    latest.current = { onSubmit, onSpace };
  }, [onSubmit, onSpace]);
  useEffect(() => {
    if (!active) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.repeat || event.isComposing || document.querySelector("[role=dialog]")) return;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        latest.current.onSubmit();
      } else if (event.key === " " && !inControl(event.target)) {
        event.preventDefault();
        latest.current.onSpace();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [active]);
}
