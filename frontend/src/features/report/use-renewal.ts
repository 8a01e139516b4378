import { type SyntheticEvent, useRef, useState } from "react";

type MediaEvent = SyntheticEvent<HTMLVideoElement>;

/**
 * The address that a recording plays from. A link that is renewed in the background does not interrupt what plays: the
 * player keeps its own until that fails, then it goes on with the newest one at the same place. A second failure in a
 * row is shown.
 */
export function useRenewal(newest: string, onRenew: () => Promise<unknown>) {
  const [kept, setKept] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const renewed = useRef(false);
  const resume = useRef<{ seconds: number; playing: boolean } | null>(null);
  const again = () => {
    renewed.current = false;
    setKept(null);
    void onRenew()
      .then(() => setFailed(false))
      .catch(() => setFailed(true));
  };
  const handlers = {
    onPlay: () => setKept(kept ?? newest),
    onPlaying: () => {
      renewed.current = false;
    },
    onError: ({ currentTarget: element }: MediaEvent) => {
      if (renewed.current) {
        setFailed(true);
        return;
      }
      renewed.current = true;
      resume.current = { seconds: element.currentTime, playing: kept !== null && !element.paused };
      setKept(null);
      void onRenew().catch(() => setFailed(true));
    },
    onLoadedMetadata: ({ currentTarget: element }: MediaEvent) => {
      const place = resume.current;
      resume.current = null;
      if (!place) return;
      element.currentTime = place.seconds;
      if (place.playing) void element.play().catch(() => undefined);
    },
  };
  return { url: kept ?? newest, failed, again, handlers };
}
