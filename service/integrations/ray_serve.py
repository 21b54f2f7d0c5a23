"""The app as a deployment of Ray Serve (extra `ray`).

`serve run service.integrations.ray_serve:application` starts it.

Each replica is the whole service with a queue and limits of its own; Serve balances, replaces
replicas that die and adds and takes away others. deploy/ray/serve.yaml has the options.
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
# The app itself refuses what it cannot do in time, and knows better than a count of requests;
# this only keeps what a replica is sent within reason.
MOST_AT_ONCE = 256
GRACE = 40.0  # seconds that running requests get when a replica is taken away
AUTOSCALING = {
    "min_replicas": 2,
    "max_replicas": 20,
    "target_ongoing_requests": 4,  # two cores do two at a time; as many may wait
    "upscale_delay_s": 5,
    "downscale_delay_s": 300,
}


def deployment(settings: Settings | None = None, engine: Callable[[], Engine] | None = None) -> Any:
    """A deployment to `bind`; its `options` may change what is said here.

    Args:
        settings: those of the replica's environment by default.
        engine: makes one in the replica; the real one by default.
    """

    def build() -> Stateful:
        own = settings or sources.read()
        given = ray.get_runtime_context().get_assigned_resources().get("CPU", CPUS)
        # A replica sees all cores of its node and would make threads for all.
        own = own.model_copy(update={"threads": own.threads or max(1, int(given))})
        return Stateful(create_app(own, engine() if engine else None))

    class Copydesk:
        app: Stateful

        def check_health(self) -> None:
            """Asked by Serve every few seconds; what raises is replaced."""
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
