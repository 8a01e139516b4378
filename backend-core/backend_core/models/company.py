"""Table of companies: the tenants."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from backend_core.models.base import Entity


class Company(Entity):
    """A company that interviews candidates."""

    __tablename__ = "company"

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name_ko: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    introduction_ko: Mapped[str] = mapped_column(default="", server_default="")
    introduction_en: Mapped[str] = mapped_column(default="", server_default="")
