"""Routes of the health checks; they stand outside the API's prefix."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from backend_core.errors import NotFoundError
from backend_core.health.schemas import Live, Ready
from backend_core.health.service import check_ready, metrics_text
from backend_core.resources import ProcessResources

router = APIRouter(tags=["health"])


@router.get("/health/live")
async def live() -> Live:
    """Tell that the process answers."""
    return Live()


@router.get("/health/ready", responses={503: {"model": Ready}})
async def ready(response: Response, resources: ProcessResources) -> Ready:
    """Tell whether database and Redis are there and the schema is in place."""
    found = await check_ready(resources)
    if found.status != "ok":
        response.status_code = 503
    return found


@router.get("/metrics", include_in_schema=False)
async def metrics(resources: ProcessResources) -> Response:
    """Return the metrics for Prometheus."""
    if not resources.settings.metrics:
        raise NotFoundError
    return Response(await metrics_text(resources.sessions), media_type=CONTENT_TYPE_LATEST)
