import { Volume2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { playChime } from "@/lib/media/chime";

import { type Check, failed, OK } from "./check";
import { CheckCard } from "./check-card";

interface SpeakerCardProps {
  check: Check;
  onChange: (check: Check) => void;
}

export function SpeakerCard({ check, onChange }: SpeakerCardProps) {
  const { t } = useTranslation("device");
  const [played, setPlayed] = useState(false);
  const [playing, setPlaying] = useState(false);

  async function play(): Promise<void> {
    setPlaying(true);
    await playChime().catch(() => undefined);
    setPlaying(false);
    setPlayed(true);
  }

  return (
    <CheckCard icon={Volume2} title={t("speaker.title")} text={t("speaker.text")} check={check}>
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="soft" busy={playing} onClick={() => void play()}>
          {t(played ? "speaker.again" : "speaker.play")}
        </Button>
        {played && check.state !== "ok" && (
          <div role="group" aria-label={t("speaker.question")} className="flex flex-wrap items-center gap-2">
            <span className="px-1 font-semibold">{t("speaker.question")}</span>
            <Button variant="secondary" onClick={() => onChange(OK)}>
              {t("speaker.yes")}
            </Button>
            <Button variant="secondary" onClick={() => onChange(failed("notHeard"))}>
              {t("speaker.no")}
            </Button>
          </div>
        )}
      </div>
    </CheckCard>
  );
}
