import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { PageHeading } from "@/components/page-heading";
import { ProblemAlert, ProblemState } from "@/components/problem";
import { Steps } from "@/components/steps";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { LoadingBlock } from "@/components/ui/skeleton";

import { FactsEditor } from "./facts-editor";
import { ReadingState } from "./reading-state";
import { resumeQuery, skipResume } from "./requests";
import { UploadBox } from "./upload-box";
import { useResumeEvents } from "./use-resume-events";

interface ResumePageProps {
  interviewId: string;
  onDone: () => void;
}

export function ResumePage({ interviewId, onDone }: ResumePageProps) {
  const { t } = useTranslation("resume");
  const cache = useQueryClient();
  const resume = useQuery(resumeQuery(interviewId));
  const [replacing, setReplacing] = useState(false);
  const [typing, setTyping] = useState(false);
  useResumeEvents(interviewId);
  const refresh = () => cache.invalidateQueries({ queryKey: resumeQuery(interviewId).queryKey });
  const skip = useMutation({
    mutationFn: () => skipResume(interviewId),
    onSuccess: async () => {
      await refresh();
      onDone();
    },
  });

  if (resume.error && !resume.data) return <ProblemState error={resume.error} onRetry={() => void resume.refetch()} />;
  const state = resume.data?.state;
  const typed = typing && state === "failed";
  const uploading = !typed && (replacing || state === "none" || state === "failed" || state === "skipped");
  const readable = !replacing && resume.data && (state === "ready" || state === "confirmed" || typed);
  return (
    <>
      <Steps current="resume" />
      <PageHeading
        title={t(typed ? "typeTitle" : readable ? "checkTitle" : "title")}
        text={t(typed ? "typeText" : readable ? "checkText" : "text")}
      />
      {!resume.data && <LoadingBlock />}
      {state === "failed" && !typed && (
        <Alert tone="warning" live title={t("failedTitle")} className="mb-4">
          <p>{resume.data?.error_text ?? t("failedText")}</p>
          <Button variant="secondary" className="mt-3" onClick={() => setTyping(true)}>
            {t("type")}
          </Button>
        </Alert>
      )}
      {resume.data && uploading && (
        <Card>
          <UploadBox
            interviewId={interviewId}
            onUploaded={() => {
              setReplacing(false);
              void refresh();
            }}
          />
        </Card>
      )}
      {state === "reading" && !replacing && <ReadingState />}
      {readable && (
        <FactsEditor
          interviewId={interviewId}
          facts={resume.data.facts}
          nothingFound={!typed && resume.data.facts.length === 0}
          hiddenTextFound={resume.data.hidden_text_found}
          onReplace={() => (typed ? setTyping(false) : setReplacing(true))}
          onConfirmed={() => {
            void refresh();
            onDone();
          }}
        />
      )}
      {resume.data && !readable && (
        <div className="mt-6 grid gap-3">
          <ProblemAlert error={skip.error} />
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="text-sm text-muted">{t("skipText")}</p>
            <div className="flex gap-2">
              {replacing && (
                <Button variant="ghost" onClick={() => setReplacing(false)}>
                  {t("keepFile")}
                </Button>
              )}
              <Button variant="secondary" busy={skip.isPending} onClick={() => skip.mutate()}>
                {t("skip")}
              </Button>
            </div>
          </div>
        </div>
      )}
    </>
  );
}
