import { EyeOff, Video } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";

/** One's own picture: small, and off when it distracts. Hiding it stops nothing else. */
export function SelfView({ stream }: { stream: MediaStream }) {
  const { t } = useTranslation("room");
  const [visible, setVisible] = useState(true);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream, visible]);
  if (!visible) {
    return (
      <Button variant="ghost" className="text-muted" onClick={() => setVisible(true)}>
        <Video aria-hidden />
        {t("selfView.show")}
      </Button>
    );
  }
  return (
    <div className="relative w-28 shrink-0 overflow-hidden rounded-md border border-line bg-sunken sm:w-36">
      <video ref={video} aria-label={t("selfView.label")} autoPlay muted playsInline className="aspect-4/3 w-full -scale-x-100 object-cover" />
      <Button
        size="icon"
        variant="ghost"
        aria-label={t("selfView.hide")}
        className="absolute top-0 right-0 text-white drop-shadow-[0_0_3px_rgb(0_0_0/0.9)] hover:bg-transparent"
        onClick={() => setVisible(false)}
      >
        <EyeOff aria-hidden />
      </Button>
    </div>
  );
}
