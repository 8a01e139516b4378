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
  // A new element is needed even where the new link is the same as the one that failed.
  const [attempt, setAttempt] = useState(0);
  const renewed = useRef(false);
  const resume = useRef<{ seconds: number; playing: boolean } | null>(null);
  const renew = () => {
    setKept(null);
    void onRenew()
      .then(() => {
        setAttempt((count) => count + 1);
        setFailed(false);
      })
      .catch(() => setFailed(true));
  };
  const again = () => {
    renewed.current = false;
    renew();
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
      renew();
    },
    onLoadedMetadata: ({ currentTarget: element }: MediaEvent) => {
      const place = resume.current;
      resume.current = null;
      if (!place) return;
      element.currentTime = place.seconds;
      if (place.playing) void element.play().catch(() => undefined);
    },
  };
  const url = kept ?? newest;
  return { url, key: `${attempt}-${url}`, failed, again, handlers };
}
