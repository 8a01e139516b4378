import { FileCheck2, Mail, UserRoundCheck } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { PageHeading } from "@/components/page-heading";
import { Button } from "@/components/ui/button";
import { Card, CardText, CardTitle } from "@/components/ui/card";

import { Transcript } from "./transcript";

const NEXT = [
  { key: "report", icon: FileCheck2 },
  { key: "person", icon: UserRoundCheck },
  { key: "result", icon: Mail },
] as const;

interface DonePageProps {
  interviewId: string;
  /** A link to the list of interviews, drawn as a button with this text. */
  renderHomeLink: (text: string) => ReactNode;
}

export function DonePage({ interviewId, renderHomeLink }: DonePageProps) {
  const { t } = useTranslation("done");
  const [open, setOpen] = useState(false);
  return (
    <>
      <PageHeading title={t("title")} text={t("text")} />
      <div className="grid gap-4">
        <Card>
          <CardTitle>{t("nextTitle")}</CardTitle>
          <ol className="mt-4 grid gap-4">
            {NEXT.map(({ key, icon: Icon }) => (
              <li key={key} className="flex items-start gap-3.5">
                <span className="grid size-10 shrink-0 place-items-center rounded-md bg-accent-soft text-accent-ink">
                  <Icon aria-hidden className="size-5" />
                </span>
                <p className="pt-2">{t(`next.${key}`)}</p>
              </li>
            ))}
          </ol>
          <p className="mt-5 border-t border-line pt-4 text-[0.9375rem] text-muted">{t("rights")}</p>
        </Card>
        <Card>
          <CardTitle>{t("transcriptTitle")}</CardTitle>
          <CardText>{t("transcriptText")}</CardText>
          <div className="mt-4">
            {open ? (
              <Transcript interviewId={interviewId} />
            ) : (
              <Button variant="secondary" onClick={() => setOpen(true)}>
                {t("showTranscript")}
              </Button>
            )}
          </div>
        </Card>
        <div>{renderHomeLink(t("home"))}</div>
      </div>
    </>
  );
}
