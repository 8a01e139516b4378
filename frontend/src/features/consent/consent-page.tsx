import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { consentsQuery } from "@/api/queries";
import type { Consents } from "@/api/types";
import { PageHeading } from "@/components/page-heading";
import { ProblemState } from "@/components/problem";
import { Steps } from "@/components/steps";
import { Card } from "@/components/ui/card";
import { LoadingBlock } from "@/components/ui/skeleton";
import { useLanguage } from "@/lib/use-language";

import { ConsentForm } from "./consent-form";
import { NoticeText } from "./notice-text";
import { noticeQuery } from "./requests";

interface ConsentPageProps {
  interviewId: string;
  onDone: (consents: Consents) => void;
}

export function ConsentPage({ interviewId, onDone }: ConsentPageProps) {
  const { t } = useTranslation("consent");
  const language = useLanguage();
  const notice = useQuery(noticeQuery(language, interviewId));
  const given = useQuery(consentsQuery(interviewId));
  const error = notice.error ?? given.error;
  if (error) {
    return (
      <ProblemState
        error={error}
        onRetry={() => {
          void notice.refetch();
          void given.refetch();
        }}
      />
    );
  }
  return (
    <>
      <Steps current="consent" />
      <PageHeading title={notice.data?.title ?? t("title")} text={notice.data?.introduction} />
      {notice.data && given.data ? (
        <div className="grid gap-8">
          <Card>
            <NoticeText notice={notice.data} />
          </Card>
          {/* Another language is another text: decisions are made about the words that were read. */}
          <ConsentForm key={notice.data.version} interviewId={interviewId} notice={notice.data} given={given.data} onDone={onDone} />
        </div>
      ) : (
        <LoadingBlock lines={10} />
      )}
    </>
  );
}
