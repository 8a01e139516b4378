import { useTranslation } from "react-i18next";

import type { PassedOverOut } from "@/api/generated";
import { Badge } from "@/components/ui/badge";
import { formatDateTime } from "@/lib/format";
import { useLanguage } from "@/lib/use-language";

import { failureOf } from "./state";

/** Why better engines are not used. The reasons come from the workers, in English. */
export function PassedOver({ title, engines }: { title: string; engines: PassedOverOut[] }) {
  const { t } = useTranslation("recruiter");
  const language = useLanguage();
  return (
    <section className="rounded-md bg-sunken/60 p-4">
      <h3 className="text-sm font-semibold">{title}</h3>
      <ul className="mt-2 grid gap-3">
        {engines.map((one) => (
          <li key={one.engine} className="text-sm">
            <span className="flex flex-wrap items-center gap-2">
              <span className="font-mono font-semibold">{one.engine}</span>
              {one.code && <Badge tone="warning">{t(`engines.failure.${failureOf(one.code)}`)}</Badge>}
            </span>
            <span lang="en" className="mt-0.5 block text-muted">
              {one.reason}
            </span>
            {one.again_at && (
              <span className="block text-muted">{t("engines.againAt", { time: formatDateTime(one.again_at, language) })}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
