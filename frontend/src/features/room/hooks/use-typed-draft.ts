import { useCallback, useEffect, useRef, useState } from "react";

import type { RoomStore } from "../engine/store";

const SAVE_AFTER_MS = 300;

/** A typed answer that survives a reload. */
export function useTypedDraft(store: RoomStore | null, interviewId: string, turnId: string) {
  const [text, setText] = useState("");
  const touched = useRef(false);
  useEffect(() => {
    if (!store) return;
    let ended = false;
    void store.draft(turnId).then((stored) => {
      if (!ended && !touched.current && stored) setText(stored);
    });
    return () => {
      ended = true;
    };
  }, [store, turnId]);

  useEffect(() => {
    if (!store || !touched.current) return;
    const timer = setTimeout(() => void store.saveDraft(interviewId, turnId, text).catch(() => undefined), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [store, interviewId, turnId, text]);

  const change = useCallback((next: string) => {
    touched.current = true;
    setText(next);
  }, []);
  return [text, change] as const;
}
