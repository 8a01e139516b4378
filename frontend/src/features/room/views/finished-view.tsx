import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { Progress } from "@/components/ui/progress";

import type { Recordings } from "../hooks/use-room-store";

const UPLOAD_PATIENCE_MS = 60_000;

interface FinishedViewProps {
  interviewId: string;
  recordings: Recordings | null;
  onFinished: () => void;
}

/** After the last answer: what is still in the browser is brought to the server, then forgotten here. */
export function FinishedView({ interviewId, recordings, onFinished }: FinishedViewProps) {
  const { t } = useTranslation("room");
  useEffect(() => {
    if (!recordings) return;
    let ended = false;
    void recordings.uploader.drained(UPLOAD_PATIENCE_MS).then(async () => {
      await recordings.store.forgetUploaded(interviewId);
      if (!ended) onFinished();
    });
    return () => {
      ended = true;
    };
  }, [interviewId, recordings, onFinished]);
  return (
    <div role="status" className="m-auto grid w-full max-w-md gap-4 text-center">
      <h1 className="text-xl font-bold">{t("finished.title")}</h1>
      <p className="text-muted">{t("finished.text")}</p>
      <Progress value={null} label={t("finished.title")} />
    </div>
  );
}
