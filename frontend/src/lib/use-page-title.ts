import { useEffect } from "react";
import { useTranslation } from "react-i18next";

/** Set the tab's title; screen readers announce it after a navigation. */
export function usePageTitle(title: string): void {
  const { t } = useTranslation();
  const product = t("product");
  useEffect(() => {
    document.title = title ? `${title} · ${product}` : product;
  }, [title, product]);
}
