"""Addresses for the machines that watch this one."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis.exceptions import RedisError

from shortsci.redis import redis_client


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """What the process needs answers too; 503 when the database does not. Votes work without the broker."""
    checks = {"database": is_database_up(), "broker": is_broker_up()}
    return JsonResponse(checks, status=200 if checks["database"] else 503)


def is_database_up() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def is_broker_up() -> bool:
    try:
        return bool(redis_client().ping())
    except RedisError:
        return False
