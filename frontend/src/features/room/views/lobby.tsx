import { Headphones, Keyboard, type LucideIcon, Mic, RefreshCw } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { InterviewSnapshot } from "@/api/types";
import { PageHeading } from "@/components/page-heading";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";

const TIPS: readonly { key: "ask" | "finish" | "typed" | "resume"; icon: LucideIcon }[] = [
  { key: "ask", icon: Headphones },
  { key: "finish", icon: Mic },
  { key: "typed", icon: Keyboard },
  { key: "resume", icon: RefreshCw },
];

/** Roughly what a question takes, with its answer and a follow-up now and then. */
const MINUTES_PER_QUESTION = 2.5;

interface LobbyProps {
  snapshot: InterviewSnapshot;
  ready: boolean;
  onStart: () => Promise<void>;
}

/** Before the first question: while questions are prepared, then until the candidate is ready. */
export function Lobby({ snapshot, ready, onStart }: LobbyProps) {
  const { t } = useTranslation("room");
  const [starting, setStarting] = useState(false);
  const { total } = snapshot.progress;
  return (
    <div className="m-auto w-full max-w-2xl">
      <PageHeading title={t("lobby.title")} text={t("lobby.text")} />
      <Card className="grid gap-6">
        <ul className="grid gap-5 sm:grid-cols-2">
          {TIPS.map(({ key, icon: Icon }) => (
            <li key={key} className="flex gap-3">
              <span className="grid size-10 shrink-0 place-items-center rounded-md bg-accent-soft text-accent-ink">
                <Icon aria-hidden className="size-5" />
              </span>
              <div>
                <p className="font-semibold">{t(`lobby.${key}.title`)}</p>
                <p className="text-[0.9375rem] text-muted">{t(`lobby.${key}.text`)}</p>
              </div>
            </li>
          ))}
        </ul>
        <div className="grid gap-3 border-t border-line pt-5">
          <p role="status" className="text-center text-[0.9375rem] text-muted">
            {ready
              ? t("lobby.ready", { count: total, minutes: Math.max(5, Math.round((total * MINUTES_PER_QUESTION) / 5) * 5) })
              : t("lobby.preparing")}
          </p>
          {ready ? (
            <Button
              size="lg"
              busy={starting}
              onClick={() => {
                setStarting(true);
                void onStart().finally(() => setStarting(false));
              }}
            >
              {t("lobby.start")}
            </Button>
          ) : (
            <Progress value={null} label={t("lobby.preparing")} />
          )}
        </div>
      </Card>
    </div>
  );
}
