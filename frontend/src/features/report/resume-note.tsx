import { useTranslation } from "react-i18next";

import type { ReportResumeOut } from "@/api/generated";
import { Alert } from "@/components/ui/alert";

/** A neutral fact about the résumé's file: text that a reader of the page cannot see. It was not used. */
export function ResumeNote({ resume }: { resume: ReportResumeOut }) {
  const { t } = useTranslation("recruiter");
  if (!resume.hidden_text_found) return null;
  const places = new Map(resume.hidden_text.map((hidden) => [`${hidden.page}-${hidden.reason}`, hidden]));
  return (
    <Alert tone="info" title={t("resumeNote.title")} className="print:break-inside-avoid">
      <p>{t("resumeNote.text")}</p>
      <ul className="mt-2 list-disc pl-5">
        {[...places.values()].map(({ page, reason }) => (
          <li key={`${page}-${reason}`}>{t("resumeNote.place", { page, reason: t(`resumeNote.reason.${reason}`) })}</li>
        ))}
      </ul>
    </Alert>
  );
}
