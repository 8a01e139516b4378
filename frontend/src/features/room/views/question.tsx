import { RotateCcw, Volume2 } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { Turn } from "@/api/types";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import type { Language } from "@/lib/language";

import type { QuestionVoice } from "../hooks/use-question-voice";

interface QuestionProps {
  turn: Turn;
  language: Language;
  voice: QuestionVoice;
  /** It has been answered; the next one is on its way. */
  passed: boolean;
}

/** The question, large and alone. It takes the focus when it comes, so that screen readers read it first. */
export function Question({ turn, language, voice, passed }: QuestionProps) {
  const { t } = useTranslation("room");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  const blocked = voice.status === "blocked";
  return (
    <div className="enter-up">
      {turn.follow_up && (
        <Badge tone="accent" className="mb-2">
          {t("followUp")}
        </Badge>
      )}
      <h1
        ref={heading}
        tabIndex={-1}
        lang={language}
        className={cn(
          "text-[1.4375rem] leading-[1.45] font-bold text-pretty outline-none transition-colors sm:text-[1.875rem]",
          passed && "text-muted",
        )}
      >
        {turn.text}
      </h1>
      {turn.speech_urls.some((url) => url !== null) && !passed && (
        <Button
          variant={blocked ? "primary" : "ghost"}
          className={blocked ? "mt-4" : "mt-2 -ml-3 text-muted"}
          busy={voice.status === "loading"}
          onClick={voice.status === "playing" ? voice.stop : voice.play}
        >
          {voice.status === "playing" || blocked ? <Volume2 aria-hidden /> : <RotateCcw aria-hidden />}
          {t(blocked ? "voice.play" : voice.status === "playing" ? "voice.stop" : "voice.replay")}
        </Button>
      )}
    </div>
  );
}
