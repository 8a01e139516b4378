import { CircleHelp } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

const KEYS = ["finish", "space"] as const;
const TOPICS = ["sound", "microphone", "connection", "question", "person"] as const;

interface HelpPanelProps {
  onWithdraw: () => Promise<void>;
}

export function HelpPanel({ onWithdraw }: HelpPanelProps) {
  const { t } = useTranslation("room");
  const [asking, setAsking] = useState(false);
  const [leaving, setLeaving] = useState(false);
  return (
    <>
      <Dialog
        variant="sheet"
        trigger={
          <Button variant="ghost" aria-label={t("help.open")} className="px-3">
            <CircleHelp aria-hidden />
            <span className="hidden sm:inline">{t("help.short")}</span>
          </Button>
        }
        title={t("help.title")}
      >
        <div className="mt-3 grid gap-6">
          <dl className="grid gap-2 rounded-md bg-sunken p-4">
            {KEYS.map((key) => (
              <div key={key} className="flex items-center justify-between gap-4">
                <dt>{t(`help.keys.${key}`)}</dt>
                <dd>
                  <kbd className="rounded-sm border border-control bg-surface px-2 py-0.5 font-sans text-sm font-semibold whitespace-nowrap">
                    {t(`help.keyNames.${key}`)}
                  </kbd>
                </dd>
              </div>
            ))}
          </dl>
          {TOPICS.map((topic) => (
            <section key={topic}>
              <h3 className="font-bold">{t(`help.${topic}.title`)}</h3>
              <p className="mt-0.5 text-[0.9375rem] text-muted">{t(`help.${topic}.text`)}</p>
            </section>
          ))}
          <Button variant="link" className="justify-self-start px-0" onClick={() => setAsking(true)}>
            {t("withdraw.open")}
          </Button>
        </div>
      </Dialog>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={t("withdraw.title")}
        description={t("withdraw.text")}
        footer={
          <>
            <Button variant="secondary" onClick={() => setAsking(false)}>
              {t("withdraw.stay")}
            </Button>
            <Button
              variant="danger"
              busy={leaving}
              onClick={() => {
                setLeaving(true);
                void onWithdraw().finally(() => setLeaving(false));
              }}
            >
              {t("withdraw.confirm")}
            </Button>
          </>
        }
      />
    </>
  );
}
