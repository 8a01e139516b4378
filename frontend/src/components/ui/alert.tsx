import { cva, type VariantProps } from "class-variance-authority";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

import { cn } from "@/lib/cn";

const styles = cva("flex gap-3 rounded-md p-4 text-[0.9375rem]", {
  variants: {
    tone: {
      info: "bg-info-soft [&>svg]:text-info",
      success: "bg-success-soft [&>svg]:text-success",
      warning: "bg-warning-soft [&>svg]:text-warning",
      danger: "bg-danger-soft [&>svg]:text-danger",
    },
  },
  defaultVariants: { tone: "info" },
});

const ICONS = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert };

type AlertProps = Omit<ComponentProps<"div">, "title"> &
  VariantProps<typeof styles> & {
    title?: ReactNode;
    /** Announce at once; for what appears because of something that happened. */
    live?: boolean;
  };

export function Alert({ tone = "info", title, live = false, className, children, ...rest }: AlertProps) {
  const Icon = ICONS[tone ?? "info"];
  const urgent = tone === "danger" || tone === "warning";
  return (
    <div role={live ? (urgent ? "alert" : "status") : undefined} className={cn(styles({ tone }), className)} {...rest}>
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0 grow">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className={cn(title && "mt-0.5")}>{children}</div>}
      </div>
    </div>
  );
}
