import { useTranslation } from "react-i18next";

import type { Turn } from "@/api/types";
import { LevelBar } from "@/components/level-bar";
import { Alert } from "@/components/ui/alert";
import type { Language } from "@/lib/language";

import type { LiveState } from "../hooks/use-live-connection";

interface SpokenPanelProps {
  turn: Turn;
  language: Language;
  partial: string;
  level: number;
  live: LiveState;
  captionsPossible: boolean;
  recordingFailed: boolean;
}

/** What a spoken answer looks like: the microphone's level and, where there is a live connection, captions. */
export function SpokenPanel({ turn, language, partial, level, live, captionsPossible, recordingFailed }: SpokenPanelProps) {
  const { t } = useTranslation("room");
  const empty = turn.captions.length === 0 && partial === "";
  const captions = !empty || (captionsPossible && live !== "unavailable");
  return (
    <div className="grid gap-4 rounded-lg border border-line bg-surface p-5 shadow-card">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <LevelBar value={level} label={t("level")} />
        <p className="text-sm font-medium text-muted">{t(captions ? "spoken.captions" : "spoken.noCaptions")}</p>
      </div>
      {recordingFailed && (
        <Alert tone="warning" live>
          {t("spoken.recordingFailed")}
        </Alert>
      )}
      {captions && (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long captions scroll; the region must be reachable by keyboard
        <div role="log" aria-label={t("spoken.captionsLabel")} tabIndex={0} lang={language} className="max-h-48 min-h-20 overflow-y-auto text-lg leading-relaxed">
          {turn.captions.map(({ index, text }) => (
            <span key={index}>{text} </span>
          ))}
          {partial && (
            <span aria-hidden className="text-muted">
              {partial}
            </span>
          )}
          {empty && <span className="text-base text-muted">{t("spoken.captionsEmpty")}</span>}
        </div>
      )}
    </div>
  );
}
