import { useEffect, useState } from "react";

const QUIET_MS = 250;

/** A typed value once the typing pauses, so that not every letter asks the server. */
export function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), QUIET_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
