import { CircleAlert } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";

import { cn } from "@/lib/cn";

export const controlClass =
  "min-h-11 w-full rounded-md border border-control bg-surface px-3.5 py-2 text-base text-ink placeholder:text-muted disabled:opacity-60 aria-invalid:border-danger";

interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  className?: string;
  /** The control. It must take the ids it is given. */
  children: (ids: { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean | undefined }) => ReactNode;
}

/** A label, a control, its hint and its error, tied together for assistive technology. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={cn("grid gap-1.5", className)}>
      <label htmlFor={id} className="text-[0.9375rem] font-semibold">
        {label}
      </label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-sm font-medium text-danger">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
    </div>
  );
}

type InputFieldProps = Omit<ComponentProps<"input">, "children"> & Pick<FieldProps, "label" | "hint" | "error">;

export function InputField({ label, hint, error, className, ...rest }: InputFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(ids) => <input {...ids} {...rest} className={controlClass} />}
    </Field>
  );
}

type TextAreaFieldProps = Omit<ComponentProps<"textarea">, "children"> & Pick<FieldProps, "label" | "hint" | "error">;

export function TextAreaField({ label, hint, error, className, rows = 4, ...rest }: TextAreaFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(ids) => <textarea {...ids} {...rest} rows={rows} className={cn(controlClass, "leading-relaxed")} />}
    </Field>
  );
}
