import { useTranslation } from "react-i18next";

export function Brand() {
  const { t } = useTranslation();
  return (
    <span className="flex items-center gap-2.5 font-bold">
      <img src="/favicon.svg" alt="" className="size-8" />
      <span className="tracking-tight">{t("product")}</span>
    </span>
  );
}
