import { useTranslation } from "react-i18next";

import type { JobOut } from "@/api/generated";
import { Card, CardText, CardTitle } from "@/components/ui/card";

import { Bilingual } from "./bilingual";

/** Posting, talent profile and how interviews of the job run. */
export function JobOverview({ job }: { job: JobOut }) {
  const { t } = useTranslation("recruiter");
  const profile = job.talent_profile;
  return (
    <div className="grid gap-5 lg:grid-cols-[2fr_1fr] lg:items-start">
      <div className="grid gap-5">
        <Card>
          <CardTitle>{t("job.posting")}</CardTitle>
          <Bilingual text={job.description} className="mt-3 max-w-prose whitespace-pre-line" />
        </Card>
        {profile && (
          <Card>
            <CardTitle>{t("job.talentProfile")}</CardTitle>
            <Bilingual text={profile.summary} className="mt-3 max-w-prose" />
            <ul className="mt-5 grid gap-4 sm:grid-cols-2">
              {profile.values.map((value) => (
                <li key={value.id} className="rounded-md bg-sunken p-4">
                  <Bilingual text={value.name} className="font-bold" />
                  <Bilingual text={value.description} className="mt-2 text-[0.9375rem]" />
                </li>
              ))}
            </ul>
          </Card>
        )}
      </div>
      <RunCard job={job} />
    </div>
  );
}

function RunCard({ job }: { job: JobOut }) {
  const { t } = useTranslation("recruiter");
  const { settings } = job;
  const onOff = (on: boolean) => (on ? t("job.on") : t("job.off"));
  const rows: [string, string][] = [
    [t("job.languages"), settings.languages.map((code) => t(`languages.${code}`)).join(", ")],
    [t("job.followUps"), t("job.atMost", { count: settings.follow_ups_per_question })],
    [t("job.resumeQuestions"), t("job.atMost", { count: settings.resume_question_limit })],
    [t("job.silence"), t("job.seconds", { seconds: settings.silence_s })],
    [t("job.recording"), onOff(settings.recording)],
    [t("job.face"), onOff(settings.face_observation)],
  ];
  if (settings.emotion_observation !== null) rows.push([t("job.emotion"), onOff(settings.emotion_observation)]);
  return (
    <Card>
      <CardTitle>{t("job.run")}</CardTitle>
      <CardText>{t("job.runText")}</CardText>
      <dl className="mt-4 divide-y divide-line text-[0.9375rem]">
        {rows.map(([label, value]) => (
          <div key={label} className="flex justify-between gap-4 py-2.5">
            <dt className="text-muted">{label}</dt>
            <dd className="text-right font-medium">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
