import { Mic } from "lucide-react";
import { useTranslation } from "react-i18next";

import { LevelBar } from "@/components/level-bar";
import { Button } from "@/components/ui/button";

import { CheckCard } from "./check-card";
import { DeviceSelect } from "./device-select";
import type { useMicrophoneCheck } from "./use-microphone-check";

export function MicrophoneCard({ microphone }: { microphone: ReturnType<typeof useMicrophoneCheck> }) {
  const { t } = useTranslation("device");
  const { check, level, stream, deviceId, start } = microphone;
  return (
    <CheckCard icon={Mic} title={t("microphone.title")} text={t("microphone.text")} check={check}>
      {stream && (
        <div className="grid gap-3">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <LevelBar value={level} label={t("microphone.level")} />
            <p className="text-sm font-medium">{t(check.state === "ok" ? "microphone.heard" : "microphone.speak")}</p>
          </div>
          <DeviceSelect
            kind="audioinput"
            label={t("microphone.title")}
            stream={stream}
            value={deviceId}
            onChange={(id) => void start(id)}
          />
        </div>
      )}
      {!stream && (
        <Button variant="soft" className="justify-self-start" busy={check.state === "running"} onClick={() => void start()}>
          {t(check.state === "failed" ? "again" : "microphone.start")}
        </Button>
      )}
    </CheckCard>
  );
}
