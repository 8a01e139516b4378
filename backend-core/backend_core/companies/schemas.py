"""Responses about a company."""

from uuid import UUID

from pydantic import BaseModel

from backend_core.models import Company, TalentProfile
from interview_contracts.payloads.common import BilingualText


class TalentValueOut(BaseModel):
    """One value of a talent profile."""

    id: UUID
    name: BilingualText
    description: BilingualText


class TalentProfileOut(BaseModel):
    """What a company looks for in the people it hires (인재상)."""

    id: UUID
    version: int
    summary: BilingualText
    values: list[TalentValueOut]

    @classmethod
    def of(cls, profile: TalentProfile) -> "TalentProfileOut":
        """Return the response for a profile whose values are loaded."""
        return cls(
            id=profile.id,
            version=profile.version,
            summary=BilingualText(ko=profile.summary_ko, en=profile.summary_en),
            values=[
                TalentValueOut(
                    id=value.id,
                    name=BilingualText(ko=value.name_ko, en=value.name_en),
                    description=BilingualText(ko=value.description_ko, en=value.description_en),
                )
                for value in profile.values
            ],
        )


class CompanyOut(BaseModel):
    """A company with its newest talent profile."""

    id: UUID
    name: BilingualText
    introduction: BilingualText
    talent_profile: TalentProfileOut | None

    @classmethod
    def of(cls, company: Company, profile: TalentProfile | None) -> "CompanyOut":
        """Return the response for a company."""
        return cls(
            id=company.id,
            name=BilingualText(ko=company.name_ko, en=company.name_en),
            introduction=BilingualText(ko=company.introduction_ko, en=company.introduction_en),
            talent_profile=TalentProfileOut.of(profile) if profile is not None else None,
        )
