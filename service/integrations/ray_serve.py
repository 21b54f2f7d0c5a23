"""The app as a deployment of Ray Serve (extra `ray`).

`serve run service.integrations.ray_serve:application` starts it.

Each replica is the whole service with its own queue and limits. Serve balances the load, replaces
dead replicas and scales their number. deploy/ray/serve.yaml has the options.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ray
from ray import serve

from service.app import create_app
from service.config import sources
from service.config.settings import Settings
from service.inference.protocol import Engine
from service.integrations.ray_state import Stateful

NAME = "copydesk"
CPUS = 2
# The app refuses what it cannot do in time, and its prediction is better than a count of requests.
# This only bounds the number of requests that one replica receives.
MOST_AT_ONCE = 256
GRACE = 40.0  # seconds for running requests when a replica is removed
AUTOSCALING = {
    "min_replicas": 2,
    "max_replicas": 20,
    "target_ongoing_requests": 4,  # two cores do two at a time; as many may wait
    "upscale_delay_s": 5,
    "downscale_delay_s": 300,
}


def deployment(settings: Settings | None = None, engine: Callable[[], Engine] | None = None) -> Any:
    """A deployment to `bind`; its `options` may override the values here.

    Args:
        settings: by default those of the replica's environment.
        engine: makes the engine in the replica; by default the real one.
    """

    def build() -> Stateful:
        own = settings or sources.read()
        given = ray.get_runtime_context().get_assigned_resources().get("CPU", CPUS)
        # A replica sees all cores of its node and would start threads for all of them.
        own = own.model_copy(update={"threads": own.threads or max(1, int(given))})
        return Stateful(create_app(own, engine() if engine else None))

    class Copydesk:
        app: Stateful

        def check_health(self) -> None:
            """Serve calls this every few seconds and replaces a replica for which it raises."""
            if not self.app.healthy:
                raise RuntimeError("a lane of the engine is down")

    return serve.deployment(
        serve.ingress(build)(Copydesk),
        name=NAME,
        autoscaling_config=AUTOSCALING,
        ray_actor_options={"num_cpus": CPUS},
        max_ongoing_requests=MOST_AT_ONCE,
        graceful_shutdown_timeout_s=GRACE,
        health_check_period_s=5,
        health_check_timeout_s=10,
    )


application = deployment().bind()
